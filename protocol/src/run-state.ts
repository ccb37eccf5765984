/** States of a run, apart from the schemas: a page asks for them at its start. */
import type { RunState } from './run.js';

/** Whether something may still happen to the run: it waits, runs or is suspended. */
export function isActive({ state }: { readonly state: RunState }): boolean {
  return state === 'pending' || state === 'running' || state === 'suspended';
}
