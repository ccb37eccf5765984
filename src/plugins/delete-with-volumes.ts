/** Deleting a run with the volumes it made; loaded with the view of a run. */
import type { JupyterFrontEnd } from '@jupyterlab/application';
import { Dialog, showDialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import { deleteIcon } from '@jupyterlab/ui-components';
import { CLUSTER_ROUTES, isActive } from '@jupyterlab-kubeflow/protocol';
import { DELETE_WITH_VOLUMES } from '../panels/run/options.js';
import type { IRuns } from '../tokens.js';
import { attempt } from './report.js';
import { idOf } from './run-of.js';

const DESCRIBED = {
  args: {
    type: 'object',
    properties: {
      id: { type: 'string', description: 'Id of the run' },
      claims: { type: 'string', description: 'Names of its volumes, to be shown' }
    }
  }
};

/** Adds the command, once. It asks: data cannot be brought back. */
export function addDeleteWithVolumes(
  app: JupyterFrontEnd,
  runs: IRuns,
  trans: TranslationBundle
): void {
  const { commands } = app;
  if (commands.hasCommand(DELETE_WITH_VOLUMES)) return;
  commands.addCommand(DELETE_WITH_VOLUMES, {
    label: trans.__('Delete Run and Its Volumes…'),
    icon: deleteIcon,
    describedBy: DESCRIBED,
    isEnabled: args => {
      const run = runs.get(idOf(app, args));
      return run !== undefined && !isActive(run);
    },
    execute: args =>
      attempt(trans, async () => {
        const id = idOf(app, args);
        const { claims = '' } = args as { readonly claims?: string };
        if (!(await isSure(trans, id, claims))) return;
        await runs.tell(CLUSTER_ROUTES.removeWithClaims(id));
      })
  });
}

async function isSure(
  trans: TranslationBundle,
  id: string,
  claims: string
): Promise<boolean> {
  const { button } = await showDialog({
    title: trans.__('Delete %1 and its volumes?', id),
    body: trans.__('All data in %1 is lost. This cannot be undone.', claims),
    buttons: [
      Dialog.cancelButton({ label: trans.__('Keep') }),
      Dialog.warnButton({ label: trans.__('Delete') })
    ],
    defaultButton: 0
  });
  return button.accept;
}
