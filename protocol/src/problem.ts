/**
 * Problems: everything that can go wrong in a user's sight is a row of one table
 * (`errors/`). A row has a code, the HTTP status it gets over the gateway, a
 * sentence that names the thing, and what to do about it.
 */
import type { Holes } from './fill.js';
import { ERRORS, type ErrorCode } from './errors/index.js';
import { ProblemError, problemOf } from './problem-error.js';
import type { Place, Problem } from './problem-value.js';

export { Place, Problem } from './problem-value.js';

type Row<C extends ErrorCode> = (typeof ERRORS)[C];
type ProblemParams<C extends ErrorCode> = Readonly<
  Record<Holes<Row<C>['sentence']> | Holes<Row<C>['remedy']>, string | number>
>;

/** Fills a row of the error table. */
export function problem<C extends ErrorCode>(
  code: C,
  params: ProblemParams<C>,
  place?: Place
): Problem {
  return problemOf(code, ERRORS[code], params, place);
}

/** Throws a row of the error table. */
export function fail<C extends ErrorCode>(
  code: C,
  params: ProblemParams<C>,
  place?: Place
): never {
  throw new ProblemError(problem(code, params, place));
}
