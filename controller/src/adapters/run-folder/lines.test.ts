import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LINE_LIMIT, LineSplitter, type Line } from './lines.js';

/** Lines of bytes that come in pieces of the given sizes, in turn. */
function split(bytes: Buffer, sizes: readonly number[], start = 0): Line[] {
  const splitter = new LineSplitter(start);
  const lines: Line[] = [];
  for (let at = 0, i = 0; at < bytes.length; i += 1) {
    const size = sizes[i % sizes.length] ?? 1;
    lines.push(...splitter.push(bytes.subarray(at, at + size)));
    at += size;
  }
  return [...lines, ...splitter.flush()];
}

const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 });

describe('lines', () => {
  it('are the same however the bytes come', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'é', '漢', '🎉', '\n', '\r') });
    fc.assert(
      fc.property(text, sizes, (value, pieces) => {
        const bytes = Buffer.from(value);
        const expected = value.split('\n');
        if (expected.at(-1) === '') expected.pop();
        expect(split(bytes, pieces).map(line => line.text)).toEqual(expected);
      })
    );
  });

  it('end where the next one begins: reading from any end gives the rest', () => {
    fc.assert(
      fc.property(fc.uint8Array(), sizes, (value, pieces) => {
        const bytes = Buffer.from(value);
        const lines = split(bytes, pieces);
        expect(lines.at(-1)?.end ?? 0).toBe(bytes.length);
        for (const [i, { end }] of lines.entries()) {
          const rest = split(bytes.subarray(end), pieces, end);
          expect(rest).toEqual(lines.slice(i + 1));
        }
      })
    );
  });

  it.each([
    ['a', 1],
    ['é', 2],
    ['漢', 3],
    ['🎉', 4]
  ])('of %s are cut at a character near the limit', (letter, width) => {
    const count = Math.ceil((2.5 * LINE_LIMIT) / width);
    const lines = split(Buffer.from(letter.repeat(count)), [65536]);
    expect(lines).toHaveLength(3);
    expect(lines.map(({ text }) => text).join('')).toBe(letter.repeat(count));
  });

  it('that are exactly as long as the limit stay whole', () => {
    const text = 'x'.repeat(LINE_LIMIT - 1);
    const lines = split(Buffer.from(`${text}\nnext\n`), [65536]);
    expect(lines.map(({ text: { length } }) => length)).toEqual([LINE_LIMIT - 1, 4]);
  });
});
