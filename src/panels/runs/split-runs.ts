/** Which runs are shown where. */
import { isActive, type Run } from '@jupyterlab-kubeflow/protocol';

/** Both in the order they were given. */
export function splitRuns(runs: readonly Run[]): {
  readonly active: readonly Run[];
  readonly earlier: readonly Run[];
} {
  return {
    active: runs.filter(isActive),
    earlier: runs.filter(run => !isActive(run))
  };
}

/** Every word of the filter is in the id, the source, the state or the problem. */
export function matches(run: Run, filter: string): boolean {
  const text = [run.id, run.source, run.state, run.problem?.sentence ?? '']
    .join(' ')
    .toLowerCase();
  return filter
    .toLowerCase()
    .split(/\s+/)
    .every(word => text.includes(word));
}
