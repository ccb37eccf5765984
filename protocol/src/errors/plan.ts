/** What can keep a plan from being made or from being ready to run. */
import type { ErrorRow } from './row.js';

export const PLAN_ERRORS = {
  'file-missing': {
    status: 404,
    sentence: '{path} does not exist.',
    remedy: 'Check the name; paths are relative to the folder you are in.'
  }
} as const satisfies Record<string, ErrorRow>;
