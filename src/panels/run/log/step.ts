/** From one occurrence of a search to another. */

/** Forwards or backwards. */
export type Step = 1 | -1;

/** As much of a search as a step needs. */
export interface Searched {
  /** All there is has been searched. */
  readonly settled: boolean;
  readonly found: { readonly count: number } | undefined;
}

/**
 * Index of the next occurrence from `at`, around the ends; `undefined` when there is none
 * yet. The last one is known only when all has been searched.
 */
export function stepFrom(
  at: number | undefined,
  by: Step,
  { settled, found }: Searched
): number | undefined {
  const count = found?.count ?? 0;
  const before = by > 0 ? -1 : 0;
  const next = (at ?? before) + by;
  if (settled) return around(next, count);
  return next >= 0 && next < count ? next : undefined;
}

function around(index: number, count: number): number | undefined {
  return count === 0 ? undefined : (index + count) % count;
}
