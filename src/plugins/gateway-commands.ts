/** What can be done about the gateway: start it anew, read its log; and our settings. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { Dialog, showDialog } from '@jupyterlab/apputils';
import { ITranslator, type TranslationBundle } from '@jupyterlab/translation';
import { Widget } from '@lumino/widgets';
import { CommandIDs, IRuns } from '../tokens.js';
import { attempt } from './report.js';
import { catalogue } from './translation.js';

const SETTING_EDITOR = 'settingeditor:open';

export const gatewayCommandsPlugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-kubeflow:gateway-commands',
  description: 'Adds the commands that restart the gateway and show its log.',
  autoStart: true,
  requires: [IRuns],
  optional: [ITranslator],
  activate: (
    app: JupyterFrontEnd,
    runs: IRuns,
    translator: ITranslator | null
  ): void => {
    const { commands } = app;
    const trans = catalogue(translator);
    const describedBy = { args: { type: 'object', properties: {} } };
    commands.addCommand(CommandIDs.restartGateway, {
      label: trans.__('Restart the Gateway of Runs'),
      caption: trans.__('Runs go on; only what shows them starts anew'),
      describedBy,
      execute: () => attempt(trans, () => runs.restartGateway())
    });
    commands.addCommand(CommandIDs.showGatewayLog, {
      label: trans.__('Show the Log of the Gateway of Runs'),
      caption: trans.__('What the gateway wrote last'),
      describedBy,
      execute: () => attempt(trans, async () => showLog(trans, await runs.gatewayLog()))
    });
    commands.addCommand(CommandIDs.openSettings, {
      label: trans.__('Settings of Runs'),
      caption: trans.__('Open the settings editor at the settings of runs'),
      describedBy,
      isEnabled: () => commands.hasCommand(SETTING_EDITOR),
      execute: () => commands.execute(SETTING_EDITOR, { query: trans.__('Runs') })
    });
  }
};

async function showLog(trans: TranslationBundle, log: string): Promise<void> {
  const body = new Widget({ node: document.createElement('pre') });
  body.addClass('jp-kf-gateway-log');
  body.node.textContent = log || trans.__('The log is empty.');
  await showDialog({
    title: trans.__('Log of the gateway'),
    body,
    buttons: [Dialog.okButton({ label: trans.__('Close') })]
  });
}
