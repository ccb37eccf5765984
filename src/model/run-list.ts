/** The list of runs as a value, and how messages of the feed change it. */
import type { FeedMessage, Run } from '@jupyterlab-kubeflow/protocol';

/** Plugins that are loaded at JupyterLab's start take it from here. */
export { isActive } from '@jupyterlab-kubeflow/protocol';

export interface RunList {
  /** Newest first; a run keeps its place whatever happens to it. */
  readonly runs: readonly Run[];
  /** False until the first list has come. */
  readonly loaded: boolean;
  /** The last values of each metric, oldest first, as they were seen: run → name → values. */
  readonly history: Readonly<Record<string, MetricHistory>>;
}

export type MetricHistory = Readonly<Record<string, readonly number[]>>;

export const NO_RUNS: RunList = { runs: [], loaded: false, history: {} };

/** Values kept of each metric: as many as a sparkline in a narrow panel can show. */
const HISTORY = 40;

export function reduceRuns(list: RunList, message: FeedMessage): RunList {
  switch (message.kind) {
    case 'runs':
      return replaceAll(list, message.runs);
    case 'run':
      return put(list, message.run);
    case 'removed':
      return remove(list, message.id);
    case 'welcome':
    case 'followed':
    case 'complete':
    case 'problem':
      return list;
  }
}

function replaceAll(list: RunList, runs: readonly Run[]): RunList {
  const history = Object.fromEntries(
    runs.map(run => [run.id, extend(list.history[run.id] ?? {}, run)])
  );
  return { runs: [...runs].sort(newestFirst), loaded: true, history };
}

function put(list: RunList, run: Run): RunList {
  const known = list.runs.some(({ id }) => id === run.id);
  const runs = known
    ? list.runs.map(other => (other.id === run.id ? run : other))
    : [...list.runs, run].sort(newestFirst);
  const history = {
    ...list.history,
    [run.id]: extend(list.history[run.id] ?? {}, run)
  };
  return { ...list, runs, history };
}

function remove(list: RunList, id: string): RunList {
  const history = Object.fromEntries(
    Object.entries(list.history).filter(([other]) => other !== id)
  );
  return { ...list, runs: list.runs.filter(run => run.id !== id), history };
}

function newestFirst(one: Run, other: Run): number {
  return other.createdAt - one.createdAt || (one.id < other.id ? -1 : 1);
}

/** A value that has not changed is not a new point: the run changed for another reason. */
function extend(history: MetricHistory, run: Run): MetricHistory {
  const next: Record<string, readonly number[]> = { ...history };
  for (const [name, value] of Object.entries(run.metrics)) {
    const values = next[name] ?? [];
    if (values.at(-1) !== value) next[name] = [...values, value].slice(-HISTORY);
  }
  return next;
}
