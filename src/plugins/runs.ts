/** Provides the runs of this server to all our plugins, and to other extensions. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { addressOf, sender, socketOpener } from '../client/connection.js';
import { GatewayClient } from '../client/gateway.js';
import { RunsModel } from '../model/runs-model.js';
import { IRuns } from '../tokens.js';
import { followVisibility } from './visibility.js';

export const runsPlugin: JupyterFrontEndPlugin<IRuns> = {
  id: 'jupyterlab-kubeflow:runs',
  description: 'Provides the runs of this Jupyter server, live.',
  autoStart: true,
  provides: IRuns,
  activate: (app: JupyterFrontEnd): IRuns => {
    const settings = app.serviceManager.serverSettings;
    const runs = new RunsModel({
      client: new GatewayClient(sender(settings)),
      openSocket: socketOpener(settings),
      address: path => addressOf(settings, path)
    });
    // Nothing of ours competes with what JupyterLab loads first.
    void app.restored.then(() => {
      runs.reconnect();
      followVisibility(document, runs);
    });
    return runs;
  }
};
