import { createHash } from 'node:crypto';
import { problem } from '@jupyterlab-kubeflow/protocol';
import { describe, expect, it } from 'vitest';
import { digest } from '../core/image/digest.js';
import { MEDIA } from '../core/image/types.js';
import { RegistryError } from '../core/registry/registry-error.js';
import type { LayerFile } from '../ports/packages.js';
import { located } from './located.js';
import { LayerStore, type LayerStoreDeps, type LayersJob } from './wheel-layers.js';

const hash = (data: string | Uint8Array): string =>
  createHash('sha256').update(data).digest('hex');

const ABSENT = new RegistryError(
  problem('image-missing', { image: 'r/x', host: 'r' }),
  {
    ...{ status: 404, temporary: false }
  }
);
const PLACE = { python: '3.11', program: '/usr/bin/python3.11' };
const OWN = { ...{ name: 'own', version: '1.0' }, file: 'own-1.0-py3-none-any.whl' };
const WHEEL = { ...OWN, sha256: 'ab'.repeat(32), size: 1 };

/** A repository without layers, and a computer that has made one for another. */
function scene() {
  const sent: string[] = [];
  const name = digest('a', hash);
  const kept: LayerFile = {
    ...{ descriptor: { mediaType: MEDIA.layerGzip, digest: name, size: 1 } },
    ...{ diffId: name, overlaps: [], path: '/layer', repositories: [] }
  };
  const deps = {
    ...{ hash, now: () => 0, registries: {} },
    layers: { known: () => Promise.resolve(kept), pushed: () => Promise.resolve() }
  } as unknown as LayerStoreDeps;
  const session = {
    manifest: () => Promise.reject(ABSENT),
    store: (_at: unknown, { path = '' }: { readonly path?: string }) => {
      sent.push(path);
      return Promise.reject(new RangeError('the line is cut'));
    }
  };
  const job = {
    ...{ session, at: located('r.example/team'), bins: [[WHEEL]] },
    ...{ place: PLACE, platform: { os: 'linux', architecture: 'amd64' } },
    fetch: () => Promise.reject(new RangeError('it is not to be had here'))
  } as unknown as LayersJob<typeof WHEEL>;
  return { sent, job, store: new LayerStore(deps) };
}

describe('a layer that the registry lacks', () => {
  it('is sent as this computer has it, and no wheel is asked for', async () => {
    const { sent, job, store } = scene();
    await expect(store.bring(job)).rejects.toThrow('the line is cut');
    expect(sent).toEqual(['/layer']);
  });

  it('is not sent as long as its wheels are another’s word', async () => {
    const { sent, job, store } = scene();
    const theirs = { ...job, usesKept: false };
    await expect(store.bring(theirs)).rejects.toThrow('it is not to be had here');
    expect(sent).toEqual([]);
  });
});
