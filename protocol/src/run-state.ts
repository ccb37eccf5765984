/** States of a run, apart from the schemas: a page asks for them at its start. */
import type { Run, RunState } from './run.js';

/** Whether something may still happen to the run: it waits, runs or is suspended. */
export function isActive({ state }: { readonly state: RunState }): boolean {
  return state === 'pending' || state === 'running' || state === 'suspended';
}

/** Whether what a run waits for is its image: nothing of it is on the cluster yet. */
export function isBuilding({ waiting }: Pick<Run, 'waiting'>): boolean {
  return waiting?.code.startsWith('build-') === true;
}

/**
 * Which of the two can be done to a run. Processes of this computer cannot be suspended;
 * what waits for its image is not on the cluster yet, and a queue decides for itself.
 */
export function suspensionOf(
  run: Pick<Run, 'state' | 'target' | 'waiting'>
): 'suspend' | 'resume' | undefined {
  if (run.target?.kind !== 'cluster' || !isActive(run)) return undefined;
  if (isBuilding(run) || run.waiting?.code === 'wait-queue') return undefined;
  return run.state === 'suspended' ? 'resume' : 'suspend';
}
