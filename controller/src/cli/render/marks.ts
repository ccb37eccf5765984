/** Icon, word and colour of each state: never a colour alone. */
import type { Check, RunState } from '@jupyterlab-kubeflow/protocol';
import type { Meaning } from './paint.js';

export interface Mark {
  readonly icon: string;
  readonly word: string;
  readonly meaning: Meaning;
}

export const RUN_MARKS: Readonly<Record<RunState, Mark>> = {
  pending: { icon: '◌', word: 'Starting', meaning: 'accent' },
  running: { icon: '◐', word: 'Running', meaning: 'accent' },
  suspended: { icon: '‖', word: 'Suspended', meaning: 'accent' },
  succeeded: { icon: '✓', word: 'Succeeded', meaning: 'ok' },
  failed: { icon: '✗', word: 'Failed', meaning: 'bad' },
  cancelled: { icon: '■', word: 'Cancelled', meaning: 'warning' }
};

export const CHECK_MARKS: Readonly<Record<Check['outcome'], Mark>> = {
  ok: { icon: '✓', word: 'ok', meaning: 'ok' },
  warning: { icon: '!', word: 'warning', meaning: 'warning' },
  failed: { icon: '✗', word: 'failed', meaning: 'bad' },
  unknown: { icon: '?', word: 'unknown', meaning: 'dim' }
};
