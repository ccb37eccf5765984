/** What can be wrong with a notebook or with the code in it. */
import type { ErrorRow } from './row.js';

export const NOTEBOOK_ERRORS = {
  'notebook-not-json': {
    status: 422,
    sentence: '{path} is not valid JSON: {detail}.',
    remedy: 'Open it in JupyterLab and save it again, or restore an earlier checkpoint.'
  }
} as const satisfies Record<string, ErrorRow>;
