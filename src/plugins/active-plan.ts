/** The plan model at work: at the notebook that is active, with JupyterLab's state. */
import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import type { IStateDB } from '@jupyterlab/statedb';
import { PlanModel, type SettingsStore } from '../model/plan-model.js';
import { storedSettings } from '../model/settings.js';
import { EXTENSION_ID, type IPlan, type IRuns } from '../tokens.js';
import { listen, sourceOf } from './notebook-source.js';

export interface PlanServices {
  readonly app: JupyterFrontEnd;
  readonly runs: IRuns;
  readonly tracker: INotebookTracker;
  readonly state: IStateDB | null;
}

export function createPlan({ app, runs, tracker, state }: PlanServices): IPlan {
  const plan = new PlanModel({
    plan: (body, signal) => runs.plan(body, signal),
    launch: (body, id) => runs.launch(body, id),
    ask: (path, body) => runs.ask(path, body),
    store: storeIn(state)
  });
  follow(app, tracker, plan);
  return plan;
}

/** Keeps the plan at the notebook that is active. */
function follow(
  app: JupyterFrontEnd,
  tracker: INotebookTracker,
  plan: PlanModel
): void {
  let leave: (() => void) | undefined;
  const show = async (panel: NotebookPanel | null): Promise<void> => {
    leave?.();
    leave = undefined;
    await panel?.context.ready;
    if (panel !== tracker.currentWidget) return;
    if (panel) {
      leave = listen(panel, {
        onText: () => {
          plan.touch();
        },
        onName: () => {
          plan.renamed();
        }
      });
    }
    await plan.show(panel ? sourceOf(panel, app.serviceManager.contents) : undefined);
  };
  tracker.currentChanged.connect((_tracker, panel) => {
    void show(panel);
  }, plan);
  void show(tracker.currentWidget);
}

/** JupyterLab's state, or this page's memory where there is none. */
function storeIn(state: IStateDB | null): SettingsStore {
  const memory = new Map<string, unknown>();
  const key = (path: string): string => `${EXTENSION_ID}:settings:${path}`;
  return {
    load: path =>
      state ? state.fetch(key(path)) : Promise.resolve(memory.get(key(path))),
    save: (path, settings) => {
      const value = storedSettings(settings);
      if (state) void state.save(key(path), value as object as Record<string, string>);
      else memory.set(key(path), value);
    }
  };
}
