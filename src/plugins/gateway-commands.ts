/** What can be done about the gateway: start it anew, read its log; and our settings. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ITranslator } from '@jupyterlab/translation';
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
      execute: () =>
        attempt(trans, async () => {
          const { showLog } = await import('./gateway-log.js');
          await showLog(trans, await runs.gatewayLog());
        })
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
