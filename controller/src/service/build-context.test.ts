import { describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS, type Settings } from '@jupyterlab-kubeflow/protocol';
import type { Workspace } from '../ports/workspace.js';
import { contextFiles, contextFor } from './build-context.js';

const FILES = [
  'Dockerfile',
  'a.txt',
  'data/b.bin',
  'data/keep.bin',
  'img/Dockerfile',
  'img/c.sh'
].map(path => ({ path }));
const paths = (folder: string, ignored: string): string[] =>
  contextFiles(FILES, folder, ignored).map(({ path }) => path);

describe('what a Dockerfile may copy', () => {
  it('is all of its folder', () => {
    expect(paths('', '')).toEqual(FILES.map(({ path }) => path));
    expect(paths('img/', '')).toEqual(['img/Dockerfile', 'img/c.sh']);
  });

  it('is what .dockerignore leaves, as Docker reads it', () => {
    const text = '# large\r\ndata\n!data/keep.bin\n**/*.sh\n';
    expect(paths('', text)).toEqual([
      ...['Dockerfile', 'a.txt', 'data/keep.bin', 'img/Dockerfile']
    ]);
    expect(paths('img/', 'c.sh')).toEqual(['img/Dockerfile']);
  });
});

describe('a Dockerfile of the user’s', () => {
  const place = (
    size = 1
  ): { workspace: Workspace; absolute: (path: string) => string } => ({
    absolute: path => `/work/${path}`,
    workspace: {
      list: () =>
        Promise.resolve({
          files: FILES.map(({ path }) => ({ path, size, executable: false })),
          truncated: false
        }),
      readText: path => Promise.resolve(path === '.dockerignore' ? 'data' : undefined),
      digest: path => Promise.resolve(`digest of ${path}`),
      commit: () => Promise.resolve(undefined)
    }
  });
  const settings = (dockerfile: string): Settings => ({
    ...DEFAULT_SETTINGS,
    target: { kind: 'cluster', context: 'dev', namespace: 'a' },
    build: { dockerfile }
  });

  it('comes with its folder, and with digests, so that a change is seen', async () => {
    const { context } = await contextFor(settings('Dockerfile'), place());
    expect(context?.files.map(({ path }) => path)).toEqual([
      ...['Dockerfile', 'a.txt', 'img/Dockerfile', 'img/c.sh']
    ]);
    expect(context?.dockerfile).toMatchObject({
      sha256: 'digest of Dockerfile',
      content: { from: '/work/Dockerfile' }
    });
    const below = await contextFor(settings('img/Dockerfile'), place());
    expect(below.context?.files.map(({ path }) => path)).toEqual([
      'Dockerfile',
      'c.sh'
    ]);
  });

  it.each([
    ['is not there', 'nowhere/Dockerfile', 1, 'file-missing'],
    ['lies outside', '../Dockerfile', 1, 'file-missing'],
    ['has too much beside it', 'Dockerfile', 2 ** 29, 'builder-context-large']
  ])('that %s fails the plan', async (_, path, size, code) => {
    const { context, checks } = await contextFor(settings(path), place(size));
    expect(context).toBeUndefined();
    expect(checks).toMatchObject([{ outcome: 'failed', problem: { code } }]);
  });

  it('is not looked at for runs on this computer', async () => {
    const here = { ...settings('nowhere'), target: { kind: 'local' } as const };
    expect(await contextFor(here, place())).toEqual({ checks: [] });
  });
});
