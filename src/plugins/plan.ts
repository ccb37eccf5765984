/** Provides the plan of the active notebook; its code is loaded when it is asked for. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { INotebookTracker } from '@jupyterlab/notebook';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { IStateDB } from '@jupyterlab/statedb';
import { ITranslator } from '@jupyterlab/translation';
import { IPlans, IRuns, type IPlan } from '../tokens.js';
import { settingsOf } from './settings-texts.js';
import { catalogue } from './translation.js';

const PLUGIN_ID = 'jupyterlab-kubeflow:plan';

export const planPlugin: JupyterFrontEndPlugin<IPlans> = {
  id: PLUGIN_ID,
  description: 'Provides the plan of the active notebook.',
  autoStart: true,
  requires: [IRuns, INotebookTracker],
  optional: [IStateDB, ISettingRegistry, ITranslator],
  provides: IPlans,
  activate: (
    app: JupyterFrontEnd,
    runs: IRuns,
    tracker: INotebookTracker,
    state: IStateDB | null,
    registry: ISettingRegistry | null,
    translator: ITranslator | null
  ): IPlans => {
    const settings = settingsOf(registry, PLUGIN_ID, catalogue(translator));
    let plan: Promise<IPlan> | undefined;
    const load = async (): Promise<IPlan> => {
      const { createPlan } = await import('./active-plan.js');
      return createPlan({ app, runs, tracker, state, settings });
    };
    return { open: () => (plan ??= load()) };
  }
};
