/** Exit codes: what a script can tell from how jkf ended. */
import type { Rank, Run } from '@jupyterlab-kubeflow/protocol';

export const EXIT = {
  ok: 0,
  /** The answer is no: `jkf doctor` found something missing. */
  negative: 1,
  /** Bad input: usage, a file that cannot be read, a plan that cannot run. */
  input: 2,
  /** A fault of jkf itself. */
  internal: 3,
  hangup: 129,
  cancelled: 130,
  terminated: 143
} as const;

/** The exit code of an ended run: its first failing rank's when it failed. */
export function runExit(run: Run): number {
  switch (run.state) {
    case 'cancelled':
      return EXIT.cancelled;
    case 'failed':
      return failingExit(run.ranks);
    default:
      return EXIT.ok;
  }
}

/** 1 when no rank says more, for a failed run never ends with 0. */
function failingExit(ranks: readonly Rank[]): number {
  const failing = ranks
    .filter(({ state, exitCode }) => state === 'failed' && exitCode)
    .sort((a, b) => (a.endedAt ?? 0) - (b.endedAt ?? 0));
  return failing[0]?.exitCode ?? EXIT.negative;
}
