import { describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS, type Settings } from '@jupyterlab-kubeflow/protocol';
import type { Workspace } from '../ports/workspace.js';
import { contextFor } from './build-context.js';

const FILES = [
  'Dockerfile',
  'a.txt',
  'data/b.bin',
  'data/keep.bin',
  'img/Dockerfile',
  'img/c.sh'
].map(path => ({ path }));
describe('a Dockerfile of the user’s', () => {
  const place = (
    size = 1,
    truncated = false
  ): { workspace: Workspace; absolute: (path: string) => string } => ({
    absolute: path => `/work/${path}`,
    workspace: {
      list: () =>
        Promise.resolve({
          files: FILES.map(({ path }) => ({ path, size, executable: false })),
          truncated
        }),
      readText: () => Promise.resolve(undefined),
      dockerignore: path =>
        Promise.resolve(file => path === '.dockerignore' && file.startsWith('data/')),
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
    ['is not there', 'nowhere/Dockerfile', 1, 'dockerfile-missing'],
    ['lies outside', '../Dockerfile', 1, 'dockerfile-missing'],
    ['has too much beside it', 'Dockerfile', 2 ** 29, 'dockerfile-context']
  ])('that %s fails the plan', async (_, path, size, code) => {
    const { context, checks } = await contextFor(settings(path), place(size));
    expect(context).toBeUndefined();
    expect(checks).toMatchObject([{ outcome: 'failed', problem: { code } }]);
  });

  it('in a folder that nobody sees whole fails the plan', async () => {
    const { checks } = await contextFor(settings('Dockerfile'), place(1, true));
    expect(checks).toMatchObject([{ problem: { code: 'dockerfile-context' } }]);
  });

  it('is not looked at for runs on this computer', async () => {
    const here = { ...settings('nowhere'), target: { kind: 'local' } as const };
    expect(await contextFor(here, place())).toEqual({ checks: [] });
  });
});
