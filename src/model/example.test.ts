import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { freeName, sameCells } from './example.js';

describe('the name of an example', () => {
  it.each([
    [[], 'digits.ipynb'],
    [['other.ipynb'], 'digits.ipynb'],
    [['digits.ipynb'], 'digits-2.ipynb'],
    [['digits.ipynb', 'digits-2.ipynb'], 'digits-3.ipynb']
  ])('beside %j is %s', (taken, name) => {
    expect(freeName('digits.ipynb', new Set(taken))).toBe(name);
  });

  it('is never one that is taken', () => {
    const names = fc.integer({ min: 1, max: 9 }).map(n => `a-${String(n)}.ipynb`);
    fc.assert(
      fc.property(fc.array(fc.oneof(names, fc.constant('a.ipynb'))), list => {
        const taken = new Set(list);
        expect(taken.has(freeName('a.ipynb', taken))).toBe(false);
      })
    );
  });
});

describe('two notebooks', () => {
  const notebook = (...sources: (string | string[])[]): unknown => ({
    cells: sources.map(source => ({ cell_type: 'code', source, outputs: [] }))
  });

  it('are the same when their cells are, outputs aside', () => {
    const ran = { cells: [{ source: 'x = 1\ny', outputs: [{ text: '1' }] }] };
    expect(sameCells(notebook(['x = 1\n', 'y']), ran)).toBe(true);
  });

  it.each([
    [notebook('x'), notebook('y')],
    [notebook('x'), notebook('x', 'y')],
    [notebook('x'), undefined],
    [undefined, undefined],
    [{}, {}]
  ])('are not: %j and %j', (one, other) => {
    expect(sameCells(one, other)).toBe(false);
  });
});
