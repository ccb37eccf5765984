/**
 * Problems from rows at hand, and the error that carries one. Apart from the table of all
 * rows and from the schemas: a page that only reports its own problems loads neither.
 */
import type { ErrorRow } from './errors/row.js';
import { fill } from './fill.js';
import type { Place, Problem } from './problem-value.js';

/** Fills a given row. Where the table is loaded anyway, `problem()` checks the holes. */
export function problemOf(
  code: string,
  row: ErrorRow,
  params: Readonly<Record<string, string | number>>,
  place?: Place
): Problem {
  return {
    code,
    params: { ...params },
    sentence: fill(row.sentence, params),
    remedy: fill(row.remedy, params),
    ...(place ? { place } : {})
  };
}

/** Thrown where a problem ends the work; carries the problem to the edge that shows it. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';

  constructor(
    readonly problem: Problem,
    options?: { cause?: unknown }
  ) {
    super(problem.sentence);
    // `cause` by hand: the ES2022 constructor option is absent from some hosts' types.
    if (options?.cause !== undefined) {
      Object.defineProperty(this, 'cause', { value: options.cause });
    }
  }
}
