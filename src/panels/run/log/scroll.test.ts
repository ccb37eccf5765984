import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { barHeight, barTop, contentTop, lastTop } from './scroll.js';

const extent = fc.record({
  content: fc.integer({ min: 0, max: 200_000_000 }),
  view: fc.integer({ min: 1, max: 4000 })
});

describe('the scroll bar', () => {
  it('reaches the end of any content, and comes back to where it was', () => {
    fc.assert(
      fc.property(extent, fc.double({ min: 0, max: 1, noNaN: true }), (one, part) => {
        const top = part * lastTop(one);
        expect(contentTop(one, barTop(one, top))).toBeCloseTo(top, 3);
        expect(contentTop(one, barHeight(one) - one.view)).toBeCloseTo(lastTop(one), 3);
      })
    );
  });

  it('is never longer than a browser bears', () => {
    expect(barHeight({ content: 1e9, view: 500 })).toBe(8_000_000);
  });
});
