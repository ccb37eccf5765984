/** Which runs `jkf runs prune` deletes. */
import type { Run } from '@jupyterlab-kubeflow/protocol';
import { hasEnded } from '../core/run/ended.js';

export interface Retention {
  /** So many of the newest ended runs stay. */
  readonly keep: number;
  /** Milliseconds since their end; younger runs stay. */
  readonly olderThan?: number;
}

/**
 * Ended runs beyond the newest `keep` that are also older than `olderThan`; a run that
 * is active stays and does not count.
 * @param runs - newest first
 */
export function prunable(
  runs: readonly Run[],
  { keep, olderThan = 0 }: Retention,
  now: number
): Run[] {
  return runs
    .filter(hasEnded)
    .slice(keep)
    .filter(run => now - (run.endedAt ?? run.createdAt) >= olderThan);
}
