/** What a followed run has shown so far: the run and what its events add up to. */
import type { Followed, Run } from '@jupyterlab-kubeflow/protocol';
import {
  combine,
  EMPTY_SUMMARY,
  summarize,
  type RankSummary
} from '../../core/run/summary.js';

export interface FollowState {
  /** The newest run, with progress and metrics from the events seen since. */
  readonly run?: Run;
  /** By rank. */
  readonly summaries: readonly RankSummary[];
}

export const FOLLOW_START: FollowState = { summaries: [] };

/** The state after one more item. */
export function followState(state: FollowState, item: Followed): FollowState {
  switch (item.kind) {
    case 'run':
      return refreshed({ ...state, run: item.run });
    case 'event': {
      const summaries = Array.from(
        { length: Math.max(state.summaries.length, item.rank + 1) },
        (_, rank) => state.summaries[rank] ?? EMPTY_SUMMARY
      );
      summaries[item.rank] = summarize(
        summaries[item.rank] ?? EMPTY_SUMMARY,
        item.event
      );
      return refreshed({ ...state, summaries });
    }
    case 'log':
      return state;
  }
}

/** The run's own record may lag behind its events, or the events behind the record. */
function refreshed(state: FollowState): FollowState {
  const { run, summaries } = state;
  if (!run || summaries.length === 0) return state;
  const { metrics, progress } = combine(run, padded(summaries, run.ranks.length));
  return {
    ...state,
    run: {
      ...run,
      metrics: { ...run.metrics, ...metrics },
      ...(progress ? { progress } : {})
    }
  };
}

function padded(summaries: readonly RankSummary[], ranks: number): RankSummary[] {
  const length = Math.max(ranks, summaries.length);
  return Array.from({ length }, (_, rank) => summaries[rank] ?? EMPTY_SUMMARY);
}
