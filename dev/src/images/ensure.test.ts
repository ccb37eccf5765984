import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { blobPath } from '@jupyterlab-kubeflow/controller/core/image/layout';
import { cachedImages, ensureRecipe, removeImage } from './ensure.js';
import { fromBinary } from './from-binary.js';
import type { Recipe } from './recipe.js';

let home = '';
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'jkf-images-'));
  vi.stubEnv('JKF_CACHE', join(home, 'cache'));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(home, { recursive: true });
});

function recipe(text: string, files: Recipe['files'] = []): Recipe {
  const binary = join(home, 'program');
  writeFileSync(binary, text);
  const made = fromBinary({ name: 'program', about: 'for the test', binary });
  return { ...made, files: [...made.files, ...files] };
}

describe('an image of one program', () => {
  it('has the program as its entrypoint, a numeric user and a folder for all to write', async () => {
    const image = await ensureRecipe(recipe('#!x'), undefined);
    expect(image.config.config).toMatchObject({
      Entrypoint: ['/program'],
      User: '65532'
    });
    expect(image.manifest.layers).toHaveLength(1);
  });

  it('is made once for equal inputs, and again for a changed program', async () => {
    const lines: string[] = [];
    const onProgress = (line: string) => lines.push(line);
    const first = await ensureRecipe(recipe('1'), undefined, { onProgress });
    const again = await ensureRecipe(recipe('1'), undefined, { onProgress });
    expect(again.digest).toBe(first.digest);
    expect(lines).toEqual(['program: putting files in']);
    const other = await ensureRecipe(recipe('2'), undefined, { onProgress });
    expect(other.digest).not.toBe(first.digest);
    expect(other.key).not.toBe(first.key);
  });

  it('has the same bytes in another cache', async () => {
    const first = await ensureRecipe(recipe('1'), undefined);
    vi.stubEnv('JKF_CACHE', join(home, 'other'));
    const second = await ensureRecipe(recipe('1'), undefined);
    expect(second.layout).not.toBe(first.layout);
    expect(second.digest).toBe(first.digest);
  });

  it('is made once when two ask at the same time', async () => {
    const lines: string[] = [];
    const onProgress = (line: string) => lines.push(line);
    const ask = () => ensureRecipe(recipe('1'), undefined, { onProgress });
    const [a, b] = await Promise.all([ask(), ask()]);
    expect(a.digest).toBe(b.digest);
    expect(lines).toHaveLength(1);
  });

  it('leaves nothing when it is cancelled', async () => {
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(ensureRecipe(recipe('1'), undefined, { signal })).rejects.toThrow(
      'enough'
    );
    expect(await cachedImages()).toEqual([]);
  });

  it('rests on another one’s layers without a second copy of them', async () => {
    const base = await ensureRecipe(recipe('1'), undefined);
    const file = { kind: 'text', path: 'more', text: 'x', mode: 0o644 } as const;
    const above: Recipe = {
      ...recipe('1'),
      name: 'above',
      base: 'program',
      files: [file]
    };
    const image = await ensureRecipe(above, base);
    const [layer] = base.manifest.layers;
    expect(image.manifest.layers[0]).toEqual(layer);
    expect(image.manifest.layers).toHaveLength(2);
    await removeImage(
      (await cachedImages()).find(({ name }) => name === 'program') ?? never()
    );
    const path = join(image.layout, blobPath(layer?.digest ?? never()));
    expect(readFileSync(path).length).toBe(layer?.size);
    expect(readdirSync(join(home, 'cache', 'images'))).toHaveLength(1);
  });
});

function never(): never {
  throw new Error('nothing there');
}
