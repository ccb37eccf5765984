/** What can go wrong in parts of a page that are loaded later than the rest. */
import type { ErrorRow } from './row.js';

export const LATER_PAGE_ERRORS = {
  'example-not-written': {
    status: 403,
    sentence: 'The example cannot be put into the folder {folder}: {detail}.',
    remedy: 'Go to a folder in the file browser that you may write to, and try again.'
  },
  'settings-left-out': {
    status: 422,
    sentence: 'Stored choices that cannot be understood are left out: {fields}.',
    remedy: 'Look at the plan, and choose them again where they matter.'
  }
} as const satisfies Record<string, ErrorRow>;
