import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LogLine } from '../tokens.js';
import { LineStore } from './line-store.js';

const line = fc.record({
  rank: fc.nat(300),
  time: fc.integer({ min: 0, max: 2_000_000_000_000 }),
  text: fc.string({ unit: 'grapheme', maxLength: 8 })
});

/** Enough lines to fill several blocks, from a few different ones. */
const manyLines = fc
  .tuple(fc.array(line, { minLength: 1, maxLength: 20 }), fc.nat(9000))
  .map(([some, count]) =>
    Array.from({ length: count }, (_, index) => some[index % some.length] as LogLine)
  );

function filled(lines: readonly LogLine[], most?: number): LineStore {
  const store = new LineStore(most);
  for (const one of lines) store.push(one);
  return store;
}

describe('the store of lines', () => {
  it('gives back what was put in, by number', () => {
    fc.assert(
      fc.property(manyLines, lines => {
        const store = filled(lines);
        expect(store.length).toBe(lines.length);
        expect(lines.map((_, number) => store.at(number))).toEqual(lines);
      }),
      { numRuns: 20 }
    );
  });

  it.each([-1, 0.5, 3, Number.NaN])('has nothing at %s of three lines', number => {
    const store = filled(['a', 'b', 'c'].map(text => ({ rank: 0, time: 1, text })));
    expect(store.at(number)).toBeUndefined();
  });

  it('lets old lines go when there are too many characters, and keeps their numbers', () => {
    const lines = Array.from({ length: 10_000 }, (_, index) => ({
      rank: 0,
      time: index,
      text: `line ${String(index).padStart(5, '0')}`
    }));
    const store = filled(lines, 50_000);
    expect(store.length).toBe(10_000);
    expect(store.at(0)).toBeUndefined();
    expect(store.at(9_999)).toEqual(lines[9_999]);
    expect(store.at(6_500)).toEqual(lines[6_500]);
  });
});
