/** Why a run on a cluster failed: what the objects say, and what its program said. */
import { problem, type Problem, type Run } from '@jupyterlab-kubeflow/protocol';
import { failureProblem } from '../../run/failure.js';
import type { RankSummary } from '../../run/summary.js';

/** What only says that a program ended badly: its exception says more. */
const VAGUE: readonly string[] = ['pod-exit', 'workload-failed'];

/** Sentences of an exception. */
const EXACT = /^run-(failed-in|file-exit)/;

/**
 * @param seen - of the objects
 * @param first - the rank to blame, as far as the objects tell
 */
export function clusterFailure(
  run: Run,
  summaries: readonly RankSummary[],
  { seen, first = 0 }: { readonly seen: Problem; readonly first?: number | undefined }
): Problem {
  if (!VAGUE.includes(seen.code) || !run.ranks[first]) return seen;
  const { id, source, ranks } = run;
  const said = failureProblem({ id, source, ranks, summaries }, first);
  return EXACT.test(said.code) ? said : (lastExit(run, seen) ?? seen);
}

/** A pod that was seen to fail and is gone since says more than its workload. */
function lastExit({ ranks }: Run, seen: Problem): Problem | undefined {
  if (seen.code !== 'workload-failed') return undefined;
  const failed = ranks.find(({ state }) => state === 'failed');
  if (failed?.pod === undefined || failed.exitCode === undefined) return undefined;
  const { rank, pod, exitCode } = failed;
  return problem('pod-exit', { rank, pod, exitCode });
}
