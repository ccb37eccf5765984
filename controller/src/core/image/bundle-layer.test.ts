import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { appendLayers, emptyImage, type Layer } from './append.js';
import { BUNDLE_STEP, bundleEntries, withoutBundle } from './bundle-layer.js';
import { MEDIA } from './types.js';

const hash = (data: string | Uint8Array): string =>
  createHash('sha256').update(data).digest('hex');
const file = (path: string, mode = 0o644) => ({ path, mode, bytes: Buffer.from(path) });
const layer = (name: string, createdBy = name): Layer => ({
  descriptor: { mediaType: MEDIA.layerGzip, digest: `sha256:${hash(name)}`, size: 1 },
  diffId: `sha256:${hash(`tar ${name}`)}`,
  createdBy
});
const base = appendLayers(
  emptyImage({ os: 'linux', architecture: 'amd64' }),
  [layer('a'), layer('b')],
  { hash }
);

describe('the layer of a bundle', () => {
  it('has no folder that may be the base’s', () => {
    const entries = bundleEntries([file('a.py'), file('d/e/f.sh', 0o755)]);
    expect(entries.map(({ kind, path }) => `${kind} ${path}`)).toEqual([
      'folder opt/jkf',
      'folder opt/jkf/d',
      'folder opt/jkf/d/e',
      'file opt/jkf/a.py',
      'file opt/jkf/d/e/f.sh'
    ]);
  });

  it('is taken off an image that has one on top', () => {
    const built = appendLayers(base, [layer('bundle', BUNDLE_STEP)], { hash });
    const bare = withoutBundle(built);
    expect(bare.manifest.layers).toEqual(base.manifest.layers);
    expect(bare.config.rootfs).toEqual(base.config.rootfs);
    expect(bare.config.history).toEqual(base.config.history);
  });

  it('stays where something was put on it', () => {
    const built = appendLayers(base, [layer('bundle', BUNDLE_STEP)], { hash });
    const more = appendLayers(built, [layer('more')], { hash });
    expect(withoutBundle(more)).toBe(more);
    expect(withoutBundle(base)).toBe(base);
    // Another tool's layer, of which the history says nothing.
    const silent = {
      ...more,
      config: { ...more.config, history: built.config.history ?? [] }
    };
    expect(withoutBundle(silent)).toBe(silent);
  });
});
