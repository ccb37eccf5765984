import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { Runner } from '../process.js';
import { parseObjects, render } from './render.js';

let base = '';
beforeEach(async () => {
  base = await realpath(await mkdtemp(join(tmpdir(), 'render-')));
  await mkdir(join(base, 'crds'));
});
afterEach(() => rm(base, { recursive: true, force: true }));

const kustomization = () => ({ resources: [join(base, 'crds')], namespace: 'n' });

describe('a kustomization', () => {
  it('is handed to kubectl in a folder that is gone afterwards', async () => {
    let folder = '';
    const run: Runner = async ({ file, args }) => {
      expect([file, args[0]]).toEqual(['/bin/kubectl', 'kustomize']);
      folder = args[1] ?? '';
      const text = await readFile(join(folder, 'kustomization.yaml'), 'utf8');
      const { resources, namespace } = parse(text) as {
        resources: string[];
        namespace: string;
      };
      expect(resources.map(path => resolve(folder, path))).toEqual([
        join(base, 'crds')
      ]);
      expect(namespace).toBe('n');
      return { code: 0, stdout: 'kind: A\n---\nkind: B\n', stderr: '' };
    };
    const objects = await render(kustomization(), { kubectl: '/bin/kubectl', run });
    expect(objects).toEqual([{ kind: 'A' }, { kind: 'B' }]);
    expect(existsSync(folder)).toBe(false);
  });

  it('that cannot be read is named with what kubectl says', async () => {
    const run: Runner = () =>
      Promise.resolve({ code: 1, stdout: '', stderr: 'no such field' });
    await expect(render(kustomization(), { kubectl: 'k', run })).rejects.toThrow(
      `The manifests in ${join(base, 'crds')} cannot be read: no such field`
    );
  });
});

describe('a YAML stream', () => {
  it('gives its objects, without empty documents', () => {
    expect(parseObjects('---\nkind: A\n---\n---\n# note\n---\nkind: B\n')).toEqual([
      { kind: 'A' },
      { kind: 'B' }
    ]);
  });
});
