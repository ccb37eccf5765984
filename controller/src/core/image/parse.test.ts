import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseManifest, parseConfig } from './parse.js';
import { formatPlatform, selectPlatform } from './platform.js';
import { MEDIA, type Index } from './types.js';

const DIGEST = `sha256:${'a'.repeat(64)}`;
const config = { mediaType: MEDIA.config, digest: DIGEST, size: 2 };
const manifest = {
  schemaVersion: 2 as const,
  mediaType: MEDIA.manifest,
  config,
  layers: []
};

describe('what a registry answers', () => {
  it.each<[string, unknown, RegExp]>([
    ['a text', 'no', /is no object/],
    ['schema version 1', { ...manifest, schemaVersion: 1 }, /schema version 2/],
    ['no layers', { ...manifest, layers: undefined }, /names no layers/],
    ['a size below zero', { ...manifest, config: { ...config, size: -1 } }, /no size/],
    [
      'another algorithm',
      { ...manifest, config: { ...config, digest: 'md5:1' } },
      /"md5:1" in the place of a digest/
    ]
  ])('is refused when it is %s', (_, value, message) => {
    expect(() => parseManifest(JSON.stringify(value))).toThrow(message);
  });

  it('is either read or refused in a sentence, whatever it is', () => {
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string()), text => {
        try {
          parseManifest(text);
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError);
        }
      })
    );
  });

  it('is refused when config and manifest are of different images', () => {
    const text = JSON.stringify({
      os: 'linux',
      architecture: 'amd64',
      rootfs: { type: 'layers', diff_ids: [DIGEST] }
    });
    const read = parseManifest(JSON.stringify(manifest));
    if ('manifests' in read) throw new Error('an index');
    expect(() => parseConfig(text, read)).toThrow('has 1 layers, its manifest 0');
  });
});

describe('the image for a platform', () => {
  const offered = (
    size: number,
    os: string,
    architecture: string,
    variant?: string
  ) => ({
    mediaType: MEDIA.manifest,
    digest: DIGEST as `sha256:${string}`,
    size,
    platform: { os, architecture, ...(variant === undefined ? {} : { variant }) }
  });
  const index: Index = {
    schemaVersion: 2,
    mediaType: MEDIA.index,
    manifests: [
      offered(0, 'unknown', 'unknown'),
      offered(1, 'linux', 'amd64'),
      offered(2, 'linux', 'arm64', 'v8')
    ]
  };

  it.each([
    ['amd64', 1],
    ['arm64', 2]
  ])('is found for %s', (architecture, size) => {
    expect(selectPlatform(index, { os: 'linux', architecture }).size).toBe(size);
  });

  it('names what there is when there is none', () => {
    const wanted = { os: 'linux', architecture: 's390x' };
    expect(() => selectPlatform(index, wanted)).toThrow(
      'not there for linux/s390x, only for linux/amd64, linux/arm64/v8.'
    );
    expect(formatPlatform(wanted)).toBe('linux/s390x');
  });
});
