/** Which states of a run are its last. */
import type { Run } from '@jupyterlab-kubeflow/protocol';

/** Whether nothing more will happen to it. */
export function hasEnded({ state }: Pick<Run, 'state'>): boolean {
  return state !== 'pending' && state !== 'running';
}
