/** Whatever a notebook holds: it converts to Python that compiles, or names a cell. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { convert } from '../../controller/src/core/notebook/convert.js';
import type { Conversion } from '../../controller/src/core/notebook/conversion.js';
import { readNotebook } from '../../controller/src/core/notebook/document.js';
import { renderScript } from '../../controller/src/core/notebook/render.js';
import { environment } from '../environment.js';
import { notebookText, type Cell } from '../notebooks.js';
import { generatedCells, tidyCell } from './generate.js';
import { Judge } from './judge.js';
import { RUNS, TIMEOUT } from './runs.js';

const python = await environment('dev');

const hasCode = (cells: readonly Cell[]): boolean =>
  cells.some(({ source }) => source.trim() !== '');

const converted = (cells: readonly Cell[]): Conversion =>
  convert(readNotebook(notebookText(cells), 'generated.ipynb'));

/** The Python under a cell magic, which is text for IPython; other cells as they are. */
const pythonOf = (source: string): string => source.replace(/^\s*%%.*\n/, '');

describe.skipIf(!python.path)(`conversion as CPython judges it${python.reason}`, () => {
  let judge: Judge;
  beforeAll(() => {
    judge = new Judge(python.path);
  });
  afterAll(() => {
    judge.dispose();
  });

  it(
    'gives a script that compiles, or refuses with a cell',
    async () => {
      await fc.assert(
        fc.asyncProperty(generatedCells, async cells => {
          fc.pre(hasCode(cells));
          const conversion = converted(cells);
          for (const { place } of conversion.problems) {
            expect(place?.cell).toBeGreaterThanOrEqual(1);
            expect(place?.cell).toBeLessThanOrEqual(cells.length);
          }
          if (conversion.problems.length > 0) return;
          const { text } = renderScript(conversion);
          expect(await judge.script(text), text).toBeNull();
        }),
        { numRuns: RUNS }
      );
    },
    TIMEOUT
  );

  it(
    'refuses for its syntax only what IPython does not take either',
    async () => {
      await fc.assert(
        fc.asyncProperty(tidyCell, async cell => {
          fc.pre(hasCode([cell]));
          const codes = converted([cell]).problems.map(({ code }) => code);
          fc.pre(codes.includes('cell-syntax'));
          const verdict = await judge.cell(pythonOf(cell.source));
          expect(verdict.compiles).toBe(false);
        }),
        { numRuns: RUNS, maxSkipsPerRun: 1000 }
      );
    },
    TIMEOUT
  );

  it(
    'gives the same bytes again, and maps every line of the script to its cell',
    () => {
      fc.assert(
        fc.property(generatedCells, cells => {
          fc.pre(hasCode(cells));
          const script = renderScript(converted(cells));
          expect(renderScript(converted(cells)).text).toBe(script.text);
          const lines = script.text.split('\n').length;
          for (const { number, segments } of script.cells) {
            const source = cells[number - 1]?.source.split('\n').length ?? 0;
            for (const { scriptLine, cellLine, lines: count } of segments) {
              expect(scriptLine + count).toBeLessThanOrEqual(lines);
              expect(cellLine + count - 1).toBeLessThanOrEqual(source);
            }
          }
        }),
        { numRuns: RUNS }
      );
    },
    TIMEOUT
  );
});
