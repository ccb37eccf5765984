import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonErrorAt } from './document-json.js';

describe('jsonErrorAt', () => {
  it.each([
    ['{"a": 1,}', 8],
    ['[1 2]', 3],
    ['{"a" 1}', 5],
    ['{a: 1}', 1],
    ['[1]]', 3],
    ['[tru]', 1],
    ['"a\nb', 0],
    ['[1, "x"', 7],
    ['', 0]
  ])('finds the place in %j', (text, expected) => {
    expect(jsonErrorAt(text)).toBe(expected);
  });

  it('finds nothing wrong in what the engine accepts', () => {
    const nearly = fc
      .tuple(fc.json(), fc.nat(), fc.constantFrom('', ',', '"', '}', 'x', '0', '\\'))
      .map(([text, at, put]) => {
        const cut = at % (text.length + 1);
        return text.slice(0, cut) + put + text.slice(cut + 1);
      });
    fc.assert(
      fc.property(nearly, text => {
        const complete = jsonErrorAt(text) >= text.trimEnd().length;
        expect(complete || !parses(text)).toBe(true);
      })
    );
  });
});

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
