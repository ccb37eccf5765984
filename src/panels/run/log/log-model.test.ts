import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LogLine } from '../../../tokens.js';
import { LogModel, type LogFilter } from './log-model.js';
import { plainText } from './line-text.js';

const line: fc.Arbitrary<LogLine> = fc.record({
  rank: fc.nat(2),
  time: fc.constant(0),
  text: fc.constantFrom(
    'loss 0.3',
    'Traceback (most recent call last):',
    '  File "a.py"',
    'ValueError: x',
    '',
    '\x1b[31mError\x1b[0m',
    'a very long line that has to be wrapped'
  )
});
const lines = fc.array(line, { maxLength: 900 });
const filter = fc.constantFrom<LogFilter>('all', 0, 1, 2);

function shown(model: LogModel): number[] {
  return Array.from({ length: model.rows.length }, (_, row) => model.rows.lineAt(row));
}

describe('the model of a log', () => {
  it('shows what a plain filter shows, whenever it is chosen', () => {
    fc.assert(
      fc.property(lines, filter, fc.boolean(), (all, chosen, early) => {
        const model = new LogModel(all);
        if (early) model.show(chosen);
        model.advance(() => false);
        model.show(chosen);
        const expected = all.flatMap(({ rank }, number) =>
          chosen === 'all' || rank === chosen ? [number] : []
        );
        expect(shown(model)).toEqual(expected);
      }),
      { numRuns: 40 }
    );
  });

  it('finds in what is shown, in slices as in one go', () => {
    fc.assert(
      fc.property(lines, filter, (all, chosen) => {
        const model = new LogModel(all);
        model.show(chosen);
        model.seek('err');
        while (!model.advance(() => true));
        const expected = all
          .filter(({ rank }) => chosen === 'all' || rank === chosen)
          .filter(({ text }) => /err/i.test(plainText(text))).length;
        expect(model.found?.count).toBe(expected);
      }),
      { numRuns: 40 }
    );
  });

  it('takes lines that come later', () => {
    const all = [{ rank: 0, time: 0, text: 'one' }];
    const model = new LogModel(all);
    model.advance(() => false);
    all.push({ rank: 4, time: 1, text: 'two, longer' });
    expect(model.settled).toBe(false);
    model.advance(() => false);
    expect([model.rows.length, model.ranks, model.widest]).toEqual([2, [0, 4], 11]);
  });

  it('shows tracebacks of interleaved ranks whole', () => {
    const all = [
      [0, 'fine'],
      [1, 'Traceback (most recent call last):'],
      [0, 'still fine'],
      [1, '  File "x.ipynb, cell 3", line 2, in <module>'],
      [1, 'ValueError: bad'],
      [1, 'after']
    ].map(([rank, text]) => ({ rank, time: 0, text }) as LogLine);
    const model = new LogModel(all);
    model.show('errors');
    model.advance(() => false);
    expect(shown(model)).toEqual([1, 3, 4]);
    expect(model.errors).toBe(3);
  });

  it.each([
    [undefined, [1, 1, 1]],
    [10, [1, 1, 3]],
    [5, [1, 2, 6]]
  ])('wrapped at %s its rows are %j high', (columns, heights) => {
    const texts = ['', '0123456789', '한국어로 된 긴 줄입니다'];
    const model = new LogModel(texts.map(text => ({ rank: 0, time: 0, text })));
    model.wrap(columns);
    model.advance(() => false);
    const rows = [0, 1, 2];
    expect(rows.map(row => model.rows.heightOf(row))).toEqual(heights);
  });
});
