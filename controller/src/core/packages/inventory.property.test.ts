import fc from 'fast-check';
import { expect, it } from 'vitest';
import { inventoryOf } from './inventory.js';
import type { Member } from './members.js';

const SITE = 'usr/lib/python3/dist-packages';
const PYTHON: readonly Member[] = [
  { name: 'usr/bin/python3.11', kind: 'file' },
  { name: 'usr/bin/python3', kind: 'symlink', target: 'python3.11' }
];

/** Files that tell something, and others in their way. */
const path = fc
  .record({
    above: fc.constantFrom(
      SITE,
      `${SITE}/a-1.dist-info`,
      `${SITE}/b-1.egg-info`,
      'usr'
    ),
    name: fc.constantFrom('METADATA', 'PKG-INFO', 'b-1.egg-info', 'c-2.egg-info', 'lib')
  })
  .map(({ above, name }) => `${above}/${name}`);

interface Layer {
  readonly files: readonly string[];
  readonly removed: readonly string[];
  readonly emptied: readonly string[];
}

const isBelow = (one: string, other: string): boolean => one.startsWith(`${other}/`);

/** No file is a folder of another of the same layer. */
const layer: fc.Arbitrary<Layer> = fc
  .record({
    files: fc.uniqueArray(path, { maxLength: 6 }),
    removed: fc.uniqueArray(path, { maxLength: 3 }),
    emptied: fc.subarray(['usr', 'usr/lib', SITE, `${SITE}/a-1.dist-info`])
  })
  .map(one => ({
    ...one,
    files: one.files.filter(file => !one.files.some(other => isBelow(other, file)))
  }));

function membersOf({ files, removed, emptied }: Layer, seed: number): Member[] {
  const at = (file: string): number => file.lastIndexOf('/') + 1;
  const marks = removed.map(
    file => `${file.slice(0, at(file))}.wh.${file.slice(at(file))}`
  );
  const all = [...marks, ...emptied.map(folder => `${folder}/.wh..wh..opq`)];
  const names = seed % 2 === 0 ? [...all, ...files] : [...files, ...all];
  return names.map(name => ({ name, kind: 'file' }));
}

/** What is in the folder when all layers are unpacked, one upon the other. */
function flattened(layers: readonly Layer[]): string[] {
  let there: string[] = PYTHON.map(({ name }) => name);
  for (const { files, removed, emptied } of layers) {
    there = there.filter(
      file =>
        !removed.some(gone => file === gone || isBelow(file, gone)) &&
        !emptied.some(folder => isBelow(file, folder)) &&
        !files.some(made => file === made || isBelow(file, made) || isBelow(made, file))
    );
    there.push(...files);
  }
  return there;
}

it('is that of the flattened tree, wherever in a layer removals stand', () => {
  fc.assert(
    fc.property(fc.array(layer, { maxLength: 5 }), fc.nat(1), (layers, seed) => {
      const whole = flattened(layers).map((name): Member => {
        const link = PYTHON.find(member => member.name === name);
        return link ?? { name, kind: 'file' };
      });
      const stacked = layers.map(each => membersOf(each, seed));
      expect(inventoryOf([PYTHON, ...stacked])).toEqual(inventoryOf([whole]));
    }),
    { numRuns: 1000 }
  );
});
