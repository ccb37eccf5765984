import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { INLINE_LIMIT_BYTES, bundleMap, inlineBytes, inlineProblem } from './inline.js';
import type { DeliveredFile } from './input.js';
import { UNPACKER } from './layout.js';
import { manifestsFor } from './manifests.js';
import { FILES, inputOf } from './testing.js';

const input = inputOf('Job');
const KEY = /^[-._a-zA-Z0-9]{1,253}$/;

const files = fc
  .uniqueArray(fc.string({ unit: 'grapheme', minLength: 1 }), { maxLength: 8 })
  .chain(paths =>
    fc.tuple(
      ...paths.map(path =>
        fc.record({
          path: fc.constant(path),
          mode: fc.constantFrom(0o644, 0o755),
          bytes: fc.uint8Array({ maxLength: 50 })
        })
      )
    )
  );

/** What is mounted: bytes by key. */
function mounted(all: readonly DeliveredFile[]): Map<string, Buffer> {
  const { binaryData = {} } = bundleMap(input, all);
  return new Map(
    Object.entries(binaryData).map(([key, text]) => [key, Buffer.from(text, 'base64')])
  );
}

describe('a bundle in a ConfigMap', () => {
  it('comes out as it went in, whatever its paths are', () => {
    fc.assert(
      fc.property(files, all => {
        const map = mounted(all);
        const index = JSON.parse(String(map.get('index.json'))) as {
          files: { key: string; path: string; mode: number }[];
        };
        const unpacked = index.files.map(({ key, path, mode }) => ({
          path,
          mode,
          bytes: new Uint8Array(map.get(key) ?? [])
        }));
        expect(unpacked).toEqual(all);
        for (const key of map.keys()) expect(key).toMatch(KEY);
      })
    );
  });

  it('takes as many bytes as it is said to', () => {
    fc.assert(
      fc.property(files, all => {
        const sizes = [...mounted(all)].map(
          ([key, bytes]) => key.length + bytes.length
        );
        expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(inlineBytes(all));
      })
    );
  });

  it('has the file that unpacks the others under a key that is known', () => {
    const entry = { path: UNPACKER, mode: 0o644, bytes: Uint8Array.of(7) };
    expect(mounted([...FILES.slice(0, 1), entry]).get('unpack.py')).toEqual(
      Buffer.of(7)
    );
  });

  it('is refused by its first byte too many, with the size', () => {
    const file = (size: number): DeliveredFile[] => [
      { path: 'model.bin', mode: 0o644, bytes: new Uint8Array(size) }
    ];
    const most = INLINE_LIMIT_BYTES - inlineBytes(file(0));
    expect(inlineProblem(file(most))).toBeUndefined();
    expect(inlineProblem(file(most + 1))).toMatchObject({
      code: 'bundle-too-large-inline',
      sentence: 'The bundle takes 900 KiB; a ConfigMap can deliver at most 900 KiB.'
    });
    const delivery = { kind: 'inline', files: file(most + 1) } as const;
    expect(() => manifestsFor({ ...input, delivery })).toThrow('The bundle takes');
  });
});
