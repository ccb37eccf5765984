/** Which states of a run are its last, and when a follower is told of them. */
import { isActive, type Run } from '@jupyterlab-kubeflow/protocol';

/** Whether nothing more will happen to it. */
export function hasEnded(run: Pick<Run, 'state'>): boolean {
  return !isActive(run);
}

/**
 * When a follower is told of a run, compared with the output that has come meanwhile:
 * of the end after all of it, except when the end is all the follower finds.
 * @param told - the run as last told
 */
export function whenTold(run: Run, told?: Run): 'before' | 'after' | 'never' {
  if (run === told) return 'never';
  if (told && JSON.stringify(run) === JSON.stringify(told)) return 'never';
  return told && hasEnded(run) ? 'after' : 'before';
}
