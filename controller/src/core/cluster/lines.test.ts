import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LineCutter, type Piece } from './lines.js';

const units = fc.string({ unit: fc.constantFrom('a', 'é', '🎉', '\n', '\r', ' ') });
const sizes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 });

function cut(text: string, pieces: readonly number[], limit?: number): Piece[] {
  const cutter = new LineCutter(limit);
  const found: Piece[] = [];
  for (let at = 0, i = 0; at < text.length; i += 1) {
    const size = pieces[i % pieces.length] ?? 1;
    found.push(...cutter.push(text.slice(at, at + size)));
    at += size;
  }
  return [...found, ...cutter.flush()];
}

/** Puts the pieces of each line together again. */
function joined(pieces: readonly Piece[]): string[] {
  const lines: string[] = [];
  for (const { text, continued } of pieces) {
    if (continued) lines.push((lines.pop() ?? '') + text);
    else lines.push(text);
  }
  return lines;
}

describe('lines', () => {
  it('are the same however the text comes', () => {
    fc.assert(
      fc.property(units, sizes, (text, pieces) => {
        const expected = text.split('\n');
        if (expected.at(-1) === '') expected.pop();
        expect(cut(text, pieces).map(piece => piece.text)).toEqual(expected);
      })
    );
  });

  it('that are too long come in the same pieces however the text comes', () => {
    const limits = fc.integer({ min: 2, max: 7 });
    fc.assert(
      fc.property(units, sizes, limits, (text, pieces, limit) => {
        const found = cut(text, pieces, limit);
        expect(found).toEqual(cut(text, [text.length || 1], limit));
        expect(joined(found)).toEqual(joined(cut(text, pieces)));
        for (const piece of found) {
          expect(piece.text.length).toBeLessThanOrEqual(limit);
          expect(piece.text).not.toMatch(/[\ud800-\udbff]$/);
        }
      })
    );
  });

  it('that are too long are given before they end', () => {
    expect(new LineCutter(3).push('abcdefgh')).toEqual([
      { text: 'abc', continued: false },
      { text: 'def', continued: true }
    ]);
  });
});
