/** The failure a failed run is shown by, out of all that were reported. */
import type { Place, Run, RunDetail } from '@jupyterlab-kubeflow/protocol';
import type { Failure } from './story.js';

/** The exception behind the run's problem; there is none when a signal ended it. */
export function failureOf(
  run: Run,
  reported: readonly Failure[],
  detail: RunDetail | undefined
): Failure | undefined {
  const all = [...reported].reverse().concat(storedFailures(detail));
  const unexpected = all.filter(({ event }) => !event.expected);
  const rank = run.problem?.params['rank'];
  return unexpected.find(failure => failure.rank === rank) ?? unexpected[0];
}

function storedFailures(detail: RunDetail | undefined): Failure[] {
  return (detail?.failures ?? []).flatMap(({ rank, event }) =>
    event.kind === 'failure' ? [{ rank, event }] : []
  );
}

/** Where in the notebook it failed. */
export function placeOf(run: Run, failure: Failure | undefined): Place | undefined {
  if (run.problem?.place) return run.problem.place;
  const { cell = 0, line = 0 } = failure?.event ?? {};
  if (cell < 1) return undefined;
  return line < 1 ? { cell } : { cell, line };
}
