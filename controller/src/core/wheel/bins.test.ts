import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { binWheels, OWN_LAYER_BYTES, type SizedWheel } from './bins.js';

const wheel = fc
  .record({
    name: fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/),
    size: fc.oneof(
      fc.integer({ min: 1, max: OWN_LAYER_BYTES - 1 }),
      fc.integer({ min: OWN_LAYER_BYTES, max: 9 * OWN_LAYER_BYTES })
    ),
    sha256: fc.stringMatching(/^[0-9a-f]{64}$/)
  })
  .map((made): SizedWheel => ({
    ...made,
    version: '1.0',
    file: `${made.name}-1.0-py3-none-any.whl`
  }));
const wheels = fc.uniqueArray(wheel, { selector: one => one.name, maxLength: 60 });
const limit = fc.integer({ min: 1, max: 20 });

/** Each group as one text, to compare groups as sets. */
function texts(groups: readonly (readonly SizedWheel[])[]): Set<string> {
  return new Set(groups.map(group => group.map(one => one.sha256).join()));
}

/** How many of some texts are not among others. */
function missing(of: Set<string>, from: Set<string>): number {
  return [...of].filter(text => !from.has(text)).length;
}

describe('wheels that share a layer', () => {
  it('are all there once, in no more groups than allowed, none empty', () => {
    fc.assert(
      fc.property(wheels, limit, (all, most) => {
        const groups = binWheels(all, most);
        expect(groups.length).toBeLessThanOrEqual(most);
        expect(groups.every(group => group.length > 0)).toBe(true);
        const names = groups.flat().map(one => one.name);
        expect(names.sort()).toEqual(all.map(one => one.name).sort());
      })
    );
  });

  it('do not depend on the order they were given in', () => {
    fc.assert(
      fc.property(wheels, limit, (all, most) => {
        expect(binWheels([...all].reverse(), most)).toEqual(binWheels(all, most));
      })
    );
  });

  it('stay where they were, but for three groups, when one comes or goes', () => {
    fc.assert(
      fc.property(wheels, limit, (all, most) => {
        const before = texts(binWheels(all.slice(1), most));
        const after = texts(binWheels(all, most));
        expect(missing(after, before)).toBeLessThanOrEqual(3);
        expect(missing(before, after)).toBeLessThanOrEqual(3);
      })
    );
  });

  it('are only the small ones, while there is room', () => {
    const sized = (name: string, size: number): SizedWheel => ({
      name,
      size,
      version: '1',
      file: `${name}-1-py3-none-any.whl`,
      sha256: name.repeat(64)
    });
    const groups = binWheels([sized('a', 1), sized('b', OWN_LAYER_BYTES)], 4);
    expect(groups.map(group => group.map(one => one.name))).toEqual([['b'], ['a']]);
  });

  it('are refused a limit that is no number of layers', () => {
    expect(() => binWheels([], 0)).toThrow(RangeError);
    expect(() => binWheels([], 1.5)).toThrow(RangeError);
  });
});
