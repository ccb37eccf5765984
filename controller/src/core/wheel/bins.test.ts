import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { binWheels } from './bins.js';
import type { WheelRef } from './wheel.js';

const wheel = fc
  .record({
    name: fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/),
    tag: fc.constantFrom('py3-none-any', 'cp311-cp311-linux_x86_64'),
    sha256: fc.stringMatching(/^[0-9a-f]{64}$/)
  })
  .map(({ name, tag, sha256 }): WheelRef => ({
    ...{ name, version: '1.0', file: `${name}-1.0-${tag}.whl`, sha256 }
  }));
const wheels = fc.uniqueArray(wheel, { selector: one => one.name, maxLength: 60 });
const limit = fc.integer({ min: 1, max: 20 });

/** Each group as one text, to compare groups as sets. */
function texts(groups: readonly (readonly WheelRef[])[]): Set<string> {
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

  it('are those for every machine, while there is room for the others', () => {
    const all = ['a', 'b', 'c'].map(name => ({
      ...{ name, file: `${name}-1-py3-none-${name === 'a' ? 'any' : 'linux'}.whl` }
    }));
    const names = binWheels(all, 2).map(group => group.map(({ name }) => name));
    expect(names).toEqual([['b'], ['a', 'c']]);
  });

  it('are refused a limit that is no number of layers', () => {
    expect(() => binWheels([], 0)).toThrow(RangeError);
    expect(() => binWheels([], 1.5)).toThrow(RangeError);
  });
});
