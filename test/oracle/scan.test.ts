/** What is Python and what is magic: our scanner against IPython's own. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  scanCell,
  type Construct
} from '../../controller/src/core/notebook/ipython/scan.js';
import { environment } from '../environment.js';
import { tidyCell } from './generate.js';
import { Judge, type Mark } from './judge.js';
import { RUNS, TIMEOUT } from './runs.js';

const python = await environment('dev');

describe.skipIf(!python.path)(`cells as IPython reads them${python.reason}`, () => {
  let judge: Judge;
  beforeAll(() => {
    judge = new Judge(python.path);
  });
  afterAll(() => {
    judge.dispose();
  });

  it(
    'finds magics, commands and help exactly where IPython does',
    async () => {
      await fc.assert(
        fc.asyncProperty(tidyCell, async ({ source }) => {
          const verdict = await judge.cell(source);
          // What is no Python even for IPython may be taken apart in any way.
          fc.pre(verdict.compiles);
          expect(ours(source)).toEqual(verdict.marks.map(comparable));
        }),
        { numRuns: RUNS }
      );
    },
    TIMEOUT
  );
});

/** `?x` and `x?` are one kind for us, two for IPython; the line tells them apart. */
function comparable({ line, kind }: Mark): Mark {
  return { line, kind: kind === 'help' ? 'escaped' : kind };
}

function ours(source: string): Mark[] {
  const { cellMagic, constructs } = scanCell(source);
  if (cellMagic) return [{ line: cellMagic.line + 1, kind: 'cell-magic' }];
  return constructs.map(construct => ({
    line: construct.line + 1,
    kind: kindOf(construct)
  }));
}

function kindOf({ assigned, command }: Construct): Mark['kind'] {
  if (!assigned) return 'escaped';
  return command.kind === 'magic' ? 'magic-assign' : 'system-assign';
}
