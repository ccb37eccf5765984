/** Problems and places as values: what is sent and stored. */
import * as z from 'zod/mini';

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
