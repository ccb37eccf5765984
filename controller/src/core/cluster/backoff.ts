/** How long to wait before the next attempt. */

export interface Backoff {
  /** Before the second attempt, in milliseconds. */
  readonly first: number;
  /** Longest wait, in milliseconds. */
  readonly most: number;
}

/**
 * Doubles with each failure, spread over the upper half of the wait so that many clients
 * of a server that comes back do not come back at once.
 * @param failures - in a row, from 1
 * @param random - from 0 up to 1
 * @param asked - the least that the server asks for, in milliseconds
 */
export function backoffMs(
  { first, most }: Backoff,
  failures: number,
  random: number,
  asked = 0
): number {
  const wait = Math.min(most, first * 2 ** Math.min(failures - 1, 30));
  return Math.round(Math.max(asked, wait / 2) + (wait / 2) * random);
}
