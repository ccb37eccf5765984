/**
 * Problems: everything that can go wrong in a user's sight is a row of one table
 * (`errors/`). A row has a code, the HTTP status it gets over the gateway, a
 * sentence that names the thing, and what to do about it.
 */
import * as z from 'zod/mini';
import type { Holes } from './fill.js';
import { ERRORS, type ErrorCode } from './errors/index.js';
import { ProblemError, problemOf } from './problem-error.js';

/** A place in a notebook. */
export const Place = z.object({
  /** Number of the code cell, from 1: what `In[n]` shows after "Restart & Run All". */
  cell: z.int().check(z.positive()),
  /** Line within the cell, from 1. */
  line: z.exactOptional(z.int().check(z.positive()))
});
export type Place = z.infer<typeof Place>;

/** A row of the error table, filled in. */
export const Problem = z.object({
  code: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  /** What is wrong, naming the field, cell or object. */
  sentence: z.string(),
  /** What to do about it. */
  remedy: z.string(),
  place: z.exactOptional(Place)
});
export type Problem = z.infer<typeof Problem>;

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
