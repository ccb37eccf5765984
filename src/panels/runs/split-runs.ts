/** Which runs are shown where. */
import type { Run } from '@jupyterlab-kubeflow/protocol';

/** Both in the order they were given. */
export function splitRuns(runs: readonly Run[]): {
  readonly active: readonly Run[];
  readonly earlier: readonly Run[];
} {
  const goesOn = ({ state }: Run): boolean =>
    state === 'pending' || state === 'running';
  return {
    active: runs.filter(goesOn),
    earlier: runs.filter(run => !goesOn(run))
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
