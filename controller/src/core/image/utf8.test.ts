import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compareUtf8, fromUtf8, utf8, utf8Length } from './utf8.js';

const text = fc.string({ unit: 'binary' });

it('encodes any text as everyone else does', () => {
  fc.assert(
    fc.property(text, value => {
      const expected = new TextEncoder().encode(value);
      expect(utf8(value)).toEqual(expected);
      expect(utf8Length(value)).toBe(expected.length);
    })
  );
});

it('orders texts as their bytes are ordered', () => {
  fc.assert(
    fc.property(text, text, (a, b) => {
      const bytes = Buffer.compare(Buffer.from(a), Buffer.from(b));
      expect(Math.sign(compareUtf8(a, b))).toBe(bytes);
    })
  );
});

it('refuses half of a surrogate pair', () => {
  expect(() => utf8('a\ud83d')).toThrow(RangeError);
});

it('reads what it has written, and nothing that is no text', () => {
  const well = fc.string({ unit: 'binary' });
  fc.assert(
    fc.property(well, value => {
      expect(fromUtf8(utf8(value))).toBe(value);
    })
  );
  expect(fromUtf8(Uint8Array.of(0xff))).toBeUndefined();
});
