/**
 * What to do about a failed run, for readers who have the page before them: the remedies
 * of the error table name commands of the terminal, and the log is one button away here.
 */
import type { Problem } from '@jupyterlab-kubeflow/protocol';
import type { TranslationBundle } from '@jupyterlab/translation';
import { remedyText } from '../../ui/messages.js';

export function failureRemedy(trans: TranslationBundle, why: Problem): string {
  const ofPage: Readonly<Record<string, string>> = {
    'run-failed-in-cell': trans.__('Fix the cell and run again.'),
    'run-failed-in-file': trans.__('Fix the file and run again.'),
    'run-file-exit': trans.__('Check its arguments, and look at its last lines.'),
    'run-rank-exit': trans.__('Its last output tells why.'),
    'run-rank-signal': trans.__(
      'Another program sent the signal, or native code crashed: look at the last lines.'
    ),
    'run-supervisor-killed': trans.__('The output up to then is kept. Run it again.'),
    'run-supervisor-failed': trans.__(
      'Its log is %1. Run it again.',
      String(why.params['log'])
    )
  };
  return ofPage[why.code] ?? remedyText(trans, why);
}
