/** Our commands in the command palette. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { ITranslator } from '@jupyterlab/translation';
import { CommandIDs } from '../tokens.js';
import { catalogue } from './translation.js';

/** Commands that need no argument. */
const LISTED = [
  CommandIDs.runNotebook,
  CommandIDs.openPanel,
  CommandIDs.copyCommand,
  CommandIDs.openExample,
  CommandIDs.restartGateway,
  CommandIDs.showGatewayLog,
  CommandIDs.openSettings
];

export const palettePlugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-kubeflow:palette',
  description: 'Adds the commands about runs to the command palette.',
  autoStart: true,
  requires: [ICommandPalette],
  optional: [ITranslator],
  activate: (
    _app: JupyterFrontEnd,
    palette: ICommandPalette,
    translator: ITranslator | null
  ): void => {
    const category = catalogue(translator).__('Runs');
    for (const command of LISTED) palette.addItem({ command, category });
  }
};
