import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Search, fold, occurrences } from './search.js';

/** Few letters, so that there is something to find; some change length in lower case. */
const text = fc.string({ unit: fc.constantFrom('a', 'A', 'b', ' ', 'İ', 'ß', '가') });

function naive(lines: readonly string[], query: string): number {
  return lines.reduce(
    (sum, line) => sum + (query === '' ? 0 : fold(line).split(fold(query)).length - 1),
    0
  );
}

describe('search', () => {
  it('counts as splitting does', () => {
    fc.assert(
      fc.property(fc.array(text), text, (lines, query) => {
        const search = new Search(query);
        lines.forEach((line, number) => {
          search.take(number, line);
        });
        expect(search.count).toBe(naive(lines, query));
      })
    );
  });

  it('keeps positions when lower case is longer', () => {
    expect(occurrences('İİ error', fold('ERROR'))).toEqual([3]);
  });

  it('finds the first occurrence at or behind a line', () => {
    const search = new Search('x');
    ['x', '', 'xx', '', 'x'].forEach((line, number) => {
      search.take(number, line);
    });
    expect([0, 1, 2, 3, 4, 5].map(line => search.firstFrom(line))).toEqual([
      0, 1, 1, 3, 3, 4
    ]);
    expect(search.at(2)).toEqual({ line: 2, start: 1 });
    expect(search.at(4)).toBeUndefined();
  });
});
