/** What can be done to a run: cancel, run again, delete. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ITranslator, type TranslationBundle } from '@jupyterlab/translation';
import { deleteIcon, redoIcon, stopIcon } from '@jupyterlab/ui-components';
import type { Run } from '@jupyterlab-kubeflow/protocol';
import { isActive } from '../model/run-list.js';
import { CommandIDs, IRuns } from '../tokens.js';
import { attempt } from './report.js';
import { idOf } from './run-of.js';
import { catalogue } from './translation.js';

export const runCommandsPlugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-kubeflow:run-commands',
  description: 'Adds the commands that cancel, repeat and delete runs.',
  autoStart: true,
  requires: [IRuns],
  optional: [ITranslator],
  activate: (
    app: JupyterFrontEnd,
    runs: IRuns,
    translator: ITranslator | null
  ): void => {
    const trans = catalogue(translator);
    const target = (args: { readonly id?: unknown }): Run | undefined =>
      runs.get(idOf(app, args));
    addCancel(app, runs, trans, target);
    addRerun(app, runs, trans, target);
    addDelete(app, runs, trans, target);
  }
};

type Target = (args: { readonly id?: unknown }) => Run | undefined;

const describedBy = {
  args: {
    type: 'object',
    properties: { id: { type: 'string', description: 'Id of the run' } }
  }
};

function addCancel(
  app: JupyterFrontEnd,
  runs: IRuns,
  trans: TranslationBundle,
  target: Target
): void {
  app.commands.addCommand(CommandIDs.cancelRun, {
    label: trans.__('Cancel Run'),
    caption: trans.__('End all processes of the run'),
    icon: stopIcon,
    describedBy,
    isEnabled: args => {
      const run = target(args);
      return run !== undefined && isActive(run);
    },
    execute: args => attempt(trans, () => runs.cancel(idOf(app, args)))
  });
}

function addRerun(
  app: JupyterFrontEnd,
  runs: IRuns,
  trans: TranslationBundle,
  target: Target
): void {
  app.commands.addCommand(CommandIDs.rerun, {
    label: trans.__('Run Again'),
    caption: trans.__('Start the same code, files and parameters once more'),
    icon: redoIcon,
    describedBy,
    isEnabled: args => target(args) !== undefined,
    execute: async args => {
      const run = await attempt(trans, () => runs.rerun(idOf(app, args)));
      return run?.id;
    }
  });
}

function addDelete(
  app: JupyterFrontEnd,
  runs: IRuns,
  trans: TranslationBundle,
  target: Target
): void {
  app.commands.addCommand(CommandIDs.deleteRun, {
    label: trans.__('Delete Run'),
    caption: trans.__('Delete the run with its output and files; can be undone'),
    icon: deleteIcon,
    describedBy,
    isEnabled: args => {
      const run = target(args);
      return run !== undefined && !isActive(run);
    },
    execute: args =>
      attempt(trans, async () => {
        const { deleteWithUndo } = await import('./notices.js');
        return deleteWithUndo(runs, trans, idOf(app, args));
      })
  });
}
