/**
 * When a run has ended, and how: decided from its ranks alone. As the training
 * operator decides it, except that TensorFlow workers without a chief are all waited
 * for: on the cluster they go on after worker 0 is done, here their output would be cut.
 */
import type { Framework, Rank, Role } from '@jupyterlab-kubeflow/protocol';

export type Verdict =
  | { readonly kind: 'undecided' }
  | { readonly kind: 'succeeded' }
  /** `rank`: the first that failed. */
  | { readonly kind: 'failed'; readonly rank: number };

/** Roles that serve the others and have no end of their own. */
const SERVANTS: readonly Role[] = ['ps', 'evaluator'];

/** The verdict over the ranks as they are now. */
export function verdict(framework: Framework, ranks: readonly Rank[]): Verdict {
  const failed = firstFailed(ranks);
  if (failed) return { kind: 'failed', rank: failed.rank };
  const done = decidingRanks(framework, ranks).every(
    rank => rank.state === 'succeeded'
  );
  return { kind: done ? 'succeeded' : 'undecided' };
}

/**
 * Whether ranks that no longer decide are about to end by themselves: workers whose
 * chief is done. Servants are not; they are stopped.
 */
export function mayFinish(ranks: readonly Rank[]): boolean {
  return ranks.some(rank => rank.state === 'running' && !SERVANTS.includes(rank.role));
}

/** The ranks whose success is the run's success: the chief, else all who are no servants. */
function decidingRanks(framework: Framework, ranks: readonly Rank[]): readonly Rank[] {
  if (framework !== 'tensorflow') return ranks;
  const chiefs = ranks.filter(rank => rank.role === 'chief');
  const leaders =
    chiefs.length > 0 ? chiefs : ranks.filter(rank => !SERVANTS.includes(rank.role));
  return leaders.length > 0 ? leaders : ranks;
}

function firstFailed(ranks: readonly Rank[]): Rank | undefined {
  return ranks
    .filter(rank => rank.state === 'failed')
    .reduce<Rank | undefined>(
      (first, rank) =>
        first && (first.endedAt ?? 0) <= (rank.endedAt ?? 0) ? first : rank,
      undefined
    );
}
