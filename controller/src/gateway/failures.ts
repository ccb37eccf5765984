/** The failures a run reported, for the failure view. */
import type { RunDetail } from '@jupyterlab-kubeflow/protocol';
import type { RunTarget } from '../ports/target.js';

/** A program may print thousands of expected failures; the last ones tell the story. */
const MOST = 100;

/** Failures of all ranks, the last of each rank first. */
export async function failuresOf(
  target: RunTarget,
  id: string
): Promise<RunDetail['failures']> {
  const found: RunDetail['failures'] = [];
  for await (const item of target.follow(id, { live: false, logs: false })) {
    if (item.kind !== 'event' || item.event.kind !== 'failure') continue;
    found.unshift({ rank: item.rank, event: item.event });
    if (found.length > MOST) found.pop();
  }
  return found;
}
