/** From when the times of a run's plots count. */
import type { Run } from '@jupyterlab-kubeflow/protocol';

/** Seconds since the epoch. */
export function startOf(run: Run | undefined): number {
  return (run?.startedAt ?? run?.createdAt ?? 0) / 1000;
}
