/** What can be done with the active notebook: run it, copy the command, go to a cell. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { Clipboard } from '@jupyterlab/apputils';
import { IDocumentManager } from '@jupyterlab/docmanager';
import { INotebookTracker } from '@jupyterlab/notebook';
import { ITranslator, type TranslationBundle } from '@jupyterlab/translation';
import { copyIcon, runIcon } from '@jupyterlab/ui-components';
import { CommandIDs, IPlans } from '../tokens.js';
import { attempt } from './report.js';
import { catalogue } from './translation.js';

export const notebookCommandsPlugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-kubeflow:notebook-commands',
  description: 'Adds the commands that run a notebook as its plan says.',
  autoStart: true,
  requires: [IPlans, INotebookTracker, IDocumentManager],
  optional: [ITranslator],
  activate: (
    app: JupyterFrontEnd,
    plans: IPlans,
    tracker: INotebookTracker,
    documents: IDocumentManager,
    translator: ITranslator | null
  ): void => {
    const trans = catalogue(translator);
    const isEnabled = (): boolean => tracker.currentWidget !== null;
    addRun(app, plans, trans, tracker);
    addCopy(app, plans, trans, isEnabled);
    addOpenCell(app, documents, trans);
    tracker.currentChanged.connect(() => {
      app.commands.notifyCommandChanged(CommandIDs.runNotebook);
      app.commands.notifyCommandChanged(CommandIDs.copyCommand);
    }, plans);
  }
};

function addRun(
  app: JupyterFrontEnd,
  plans: IPlans,
  trans: TranslationBundle,
  tracker: INotebookTracker
): void {
  app.commands.addCommand(CommandIDs.runNotebook, {
    label: trans.__('Run Notebook as Planned'),
    caption: trans.__('Run this notebook apart from its kernel, as its plan says'),
    icon: runIcon,
    describedBy: { args: { type: 'object', properties: {} } },
    isEnabled: () => tracker.currentWidget !== null,
    execute: async () => {
      // The notebook that is meant, whichever is active when its plan has come.
      const path = tracker.currentWidget?.context.path ?? '';
      // What happens, or why nothing does, is shown there.
      await app.commands.execute(CommandIDs.openPanel);
      const plan = await plans.open();
      return (await attempt(trans, () => plan.launchSettled(path)))?.id;
    }
  });
}

function addCopy(
  app: JupyterFrontEnd,
  plans: IPlans,
  trans: TranslationBundle,
  isEnabled: () => boolean
): void {
  app.commands.addCommand(CommandIDs.copyCommand, {
    label: trans.__('Copy Command That Runs This Notebook'),
    caption: trans.__('Copy the jkf command that does what the plan says'),
    icon: copyIcon,
    describedBy: { args: { type: 'object', properties: {} } },
    isEnabled,
    execute: async () => {
      const { commandLine } = await import('../ui/command-line.js');
      const { path = '', settings } = (await plans.open()).state;
      Clipboard.copyToSystem(commandLine(path, settings));
    }
  });
}

function addOpenCell(
  app: JupyterFrontEnd,
  documents: IDocumentManager,
  trans: TranslationBundle
): void {
  const count = { type: 'integer', minimum: 0 };
  app.commands.addCommand(CommandIDs.openCell, {
    label: trans.__('Show Cell'),
    caption: trans.__('Go to a cell and line of a notebook'),
    describedBy: {
      args: {
        type: 'object',
        required: ['path'],
        properties: {
          path: { type: 'string' },
          cell: count,
          number: count,
          line: count
        }
      }
    },
    execute: async args => {
      const { openCell } = await import('./open-cell.js');
      await openCell(documents, args);
    }
  });
}
