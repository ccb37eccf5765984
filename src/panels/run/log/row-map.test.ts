import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RowMap } from './row-map.js';

const heights = fc.array(fc.integer({ min: 1, max: 9 }), {
  minLength: 1,
  maxLength: 1500
});

function mapOf(all: readonly number[]): RowMap {
  const rows = new RowMap();
  // Every other line passes a filter.
  all.forEach((height, row) => {
    rows.push(row * 2, height);
  });
  return rows;
}

describe('rows of different heights', () => {
  it('are where a plain sum says they are', () => {
    fc.assert(
      fc.property(heights, all => {
        const rows = mapOf(all);
        let top = 0;
        all.forEach((height, row) => {
          expect(rows.top(row)).toBe(top);
          expect(rows.find(top)).toEqual({ row, inside: 0 });
          expect(rows.find(top + height - 1)).toEqual({ row, inside: height - 1 });
          top += height;
        });
        expect(rows.height).toBe(top);
      }),
      { numRuns: 30 }
    );
  });

  it('are found by the line they show, or the next one', () => {
    fc.assert(
      fc.property(heights, fc.nat(3200), (all, line) => {
        const expected = Math.min(all.length, Math.ceil(line / 2));
        expect(mapOf(all).rowOf(line)).toBe(expected);
      })
    );
  });

  it('below the end the last row is found', () => {
    expect(mapOf([1, 1, 1]).find(99).row).toBe(2);
    expect(new RowMap().find(5)).toEqual({ row: 0, inside: 5 });
  });
});
