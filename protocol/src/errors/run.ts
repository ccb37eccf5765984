/** What can go wrong when a run is started, followed or cleaned up, and how a run can fail. */
import type { ErrorRow } from './row.js';

export const RUN_ERRORS = {
  'run-unknown': {
    status: 404,
    sentence: 'There is no run {id}.',
    remedy: 'List the runs with: jkf runs list'
  }
} as const satisfies Record<string, ErrorRow>;
