/** The state of a run as a word. */
import type { TranslationBundle } from '@jupyterlab/translation';
import type { RunState } from '@jupyterlab-kubeflow/protocol';

export function stateText(trans: TranslationBundle, state: RunState): string {
  switch (state) {
    case 'pending':
      return trans.__('Waiting');
    case 'running':
      return trans.__('Running');
    case 'suspended':
      return trans.__('Suspended');
    case 'succeeded':
      return trans.__('Succeeded');
    case 'failed':
      return trans.__('Failed');
    case 'cancelled':
      return trans.__('Cancelled');
  }
}
