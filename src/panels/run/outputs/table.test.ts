import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseTable, separatorOf } from './table.js';

const field = fc.string({ unit: fc.constantFrom('a', ' ', '"', ',', '\n', '\r', 'ä') });
const table = fc
  .tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 20 }))
  .chain(([columns, rows]) => {
    const row = fc.array(field, { minLength: columns, maxLength: columns });
    return fc.array(row, { minLength: rows, maxLength: rows });
  });

const written = (rows: readonly (readonly string[])[]): string =>
  rows
    .map(row => row.map(cell => `"${cell.replaceAll('"', '""')}"`).join(','))
    .map(line => `${line}\r\n`)
    .join('');

describe('a table', () => {
  it('is read as it was written', () => {
    fc.assert(
      fc.property(table, rows => {
        expect(parseTable(written(rows), ',')).toEqual({ rows, cut: false });
      })
    );
  });

  it('is read from any text without an error, and not too much of it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), text => {
        expect(parseTable(text, separatorOf(text)).rows.length).toBeLessThanOrEqual(
          200
        );
      })
    );
  });

  it.each([
    ['a;b;c\n1;2;3', ';'],
    ['a\tb', '\t'],
    ['a,b;c,d', ','],
    ['', ',']
  ])('%j is separated by %j', (text, separator) => {
    expect(separatorOf(text)).toBe(separator);
  });

  it('says when there is more', () => {
    expect(parseTable('x\n'.repeat(300), ',').cut).toBe(true);
    expect(parseTable(','.repeat(60), ',').cut).toBe(true);
  });
});
