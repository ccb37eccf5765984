import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { thin } from './thin.js';

const values = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), {
  minLength: 1,
  maxLength: 4000
});

describe('a thinned series', () => {
  it('keeps its ends, its lowest and its highest value, and is short', () => {
    fc.assert(
      fc.property(values, fc.integer({ min: 10, max: 500 }), (ys, most) => {
        const xs = ys.map((_, index) => index);
        const points = thin(xs, ys, most);
        const kept = points.map(({ y }) => y);
        expect(points.length).toBeLessThanOrEqual(Math.max(most, 1));
        expect([kept[0], kept.at(-1)]).toEqual([ys[0], ys.at(-1)]);
        expect(Math.max(...kept)).toBe(Math.max(...ys));
        expect(Math.min(...kept)).toBe(Math.min(...ys));
      }),
      { numRuns: 50 }
    );
  });

  it('stays in order', () => {
    const ys = Array.from({ length: 5000 }, (_, index) => Math.sin(index));
    const xs = thin(
      ys.map((_, index) => index),
      ys,
      100
    ).map(({ x }) => x);
    expect(xs).toEqual([...xs].sort((a, b) => a - b));
  });

  it('leaves out what cannot be drawn', () => {
    expect(thin([0, 1, 2], [1, Number.NaN, Infinity], 10)).toEqual([{ x: 0, y: 1 }]);
  });
});
