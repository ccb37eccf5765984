/** Finds the run a user means: by its id, a unique beginning of it, or `last`. */
import { fail, type Run } from '@jupyterlab-kubeflow/protocol';

/** The word for the newest run. */
export const LAST = 'last';

/** Most ids an ambiguous beginning is answered with. */
const SHOWN = 5;

/**
 * The run that `wanted` means. `run-unknown`, `run-ambiguous`, or `runs-none` for
 * `last` when there is no run.
 * @param runs - newest first
 */
export function selectRun(runs: readonly Run[], wanted: string): Run {
  const exact = runs.find(({ id }) => id === wanted);
  if (exact) return exact;
  if (wanted === LAST) return runs[0] ?? fail('runs-none', {});
  const candidates = runs.filter(({ id }) => wanted !== '' && id.startsWith(wanted));
  const [only, ...others] = candidates;
  if (!only) return fail('run-unknown', { id: wanted });
  return others.length === 0 ? only : ambiguous(wanted, candidates);
}

function ambiguous(prefix: string, candidates: readonly Run[]): never {
  const ids = candidates.slice(0, SHOWN).map(({ id }) => id);
  const more = candidates.length > SHOWN ? ', …' : '';
  return fail('run-ambiguous', { prefix, ids: ids.join(', ') + more });
}
