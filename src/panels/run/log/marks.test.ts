import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutAtMarks } from './marks.js';

const spans = fc.array(
  fc.record({
    text: fc.string({ minLength: 1, maxLength: 8 }),
    style: fc.constant({})
  }),
  { maxLength: 6 }
);
const marks = fc.array(
  fc.tuple(fc.nat(40), fc.integer({ min: 1, max: 10 })).map(([start, length]) => ({
    start,
    end: start + length
  })),
  { maxLength: 5 }
);

describe('marked text', () => {
  it('is the same text, and every character has its marks', () => {
    fc.assert(
      fc.property(spans, marks, (some, marked) => {
        const pieces = cutAtMarks(some, marked);
        const text = some.map(span => span.text).join('');
        expect(pieces.map(piece => piece.text).join('')).toBe(text);
        for (const piece of pieces) {
          const last = piece.start + piece.text.length - 1;
          for (const at of [piece.start, last]) {
            const expected = marked.filter(({ start, end }) => start <= at && at < end);
            expect(piece.marks).toEqual(expected);
          }
        }
      })
    );
  });
});
