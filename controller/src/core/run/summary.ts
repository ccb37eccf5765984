/** What the events of a run's ranks add up to: progress, metrics, peak memory, failure. */
import { isActive, type Run, type RunnerEvent } from '@jupyterlab-kubeflow/protocol';

/** An exception that ended a rank. */
export type Failure = Extract<RunnerEvent, { kind: 'failure' }>;

/** What one rank has reported so far. */
export interface RankSummary {
  readonly progress?: { readonly position: number; readonly of: number };
  /** Last value of each metric. */
  readonly metrics: Readonly<Record<string, number>>;
  /** Bytes. */
  readonly peakBytes?: number;
  /** The first exception that was not expected. */
  readonly failure?: Failure;
}

export const EMPTY_SUMMARY: RankSummary = { metrics: {} };

/**
 * Names of metrics that count, of each rank: the state of a run is written and sent as a
 * whole, so it must not grow with what programs print.
 */
const NAMES = 1000;

/** The summary after one more event. */
export function summarize(summary: RankSummary, event: RunnerEvent): RankSummary {
  switch (event.kind) {
    case 'cell-started':
      return { ...summary, progress: { position: event.position, of: event.of } };
    case 'metric':
      return { ...summary, metrics: withMetric(summary.metrics, event) };
    case 'memory':
      return {
        ...summary,
        peakBytes: Math.max(summary.peakBytes ?? 0, event.peakBytes)
      };
    case 'failure':
      return event.expected || summary.failure
        ? summary
        : { ...summary, failure: event };
    default:
      return summary;
  }
}

function withMetric(
  metrics: RankSummary['metrics'],
  { name, value }: { readonly name: string; readonly value: number }
): RankSummary['metrics'] {
  const isFull = !Object.hasOwn(metrics, name) && Object.keys(metrics).length >= NAMES;
  return isFull ? metrics : { ...metrics, [name]: value };
}

/** The run's share of the summaries, given in rank order. */
export function combine(
  run: Pick<Run, 'state' | 'problem'>,
  summaries: readonly RankSummary[]
): Pick<Run, 'progress' | 'metrics' | 'peakBytes'> {
  const progress = furthestBehind(summariesThatTell(run, summaries));
  const peaks = summaries.flatMap(({ peakBytes }) => peakBytes ?? []);
  const metrics = [...summaries].reverse().map(summary => summary.metrics);
  return {
    metrics: Object.assign({}, ...metrics) as Record<string, number>,
    ...(progress ? { progress } : {}),
    ...(peaks.length > 0 ? { peakBytes: Math.max(...peaks) } : {})
  };
}

/**
 * A failed run came as far as the rank that failed. Of one that ended otherwise, ranks
 * that were stopped before their first cell say nothing.
 */
function summariesThatTell(
  run: Pick<Run, 'state' | 'problem'>,
  summaries: readonly RankSummary[]
): readonly RankSummary[] {
  if (isActive(run)) return summaries;
  const failed = summaries[Number(run.problem?.params['rank'])];
  return failed ? [failed] : summaries.filter(({ progress }) => progress);
}

/** A rank that has not reported yet is at position 0. */
function furthestBehind(summaries: readonly RankSummary[]): Run['progress'] {
  const of = Math.max(0, ...summaries.map(({ progress }) => progress?.of ?? 0));
  if (of === 0) return undefined;
  const positions = summaries.map(({ progress }) => progress?.position ?? 0);
  return { position: Math.min(...positions), of };
}
