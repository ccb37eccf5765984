/** Provides the plan of the active notebook; its code is loaded when it is asked for. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { INotebookTracker } from '@jupyterlab/notebook';
import { IStateDB } from '@jupyterlab/statedb';
import { IPlans, IRuns, type IPlan } from '../tokens.js';

export const planPlugin: JupyterFrontEndPlugin<IPlans> = {
  id: 'jupyterlab-kubeflow:plan',
  description: 'Provides the plan of the active notebook.',
  autoStart: true,
  requires: [IRuns, INotebookTracker],
  optional: [IStateDB],
  provides: IPlans,
  activate: (
    app: JupyterFrontEnd,
    runs: IRuns,
    tracker: INotebookTracker,
    state: IStateDB | null
  ): IPlans => {
    let plan: Promise<IPlan> | undefined;
    const load = async (): Promise<IPlan> => {
      const { createPlan } = await import('./active-plan.js');
      return createPlan({ app, runs, tracker, state });
    };
    return { open: () => (plan ??= load()) };
  }
};
