/** Says that a run has ended, for whoever is doing something else. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { ITranslator } from '@jupyterlab/translation';
import { isActive } from '../model/run-list.js';
import { IRuns } from '../tokens.js';
import { settingsOf } from './settings-texts.js';
import { catalogue } from './translation.js';

const PLUGIN_ID = 'jupyterlab-kubeflow:notify';

export const notifyPlugin: JupyterFrontEndPlugin<void> = {
  id: PLUGIN_ID,
  description: 'Notifies when a run has ended.',
  autoStart: true,
  requires: [IRuns],
  optional: [ISettingRegistry, ITranslator],
  activate: (
    app: JupyterFrontEnd,
    runs: IRuns,
    registry: ISettingRegistry | null,
    translator: ITranslator | null
  ): void => {
    const trans = catalogue(translator);
    const settings = settingsOf(registry, PLUGIN_ID, trans);
    // Seen active, not yet seen ended.
    const active = new Set<string>();
    runs.changed.connect(() => {
      for (const run of runs.runs) {
        if (isActive(run)) active.add(run.id);
        else if (active.delete(run.id)) {
          void import('./notices.js').then(({ announce }) =>
            announce(app, run, trans, settings)
          );
        }
      }
    }, app);
  }
};
