/** The plan model at work: at the notebook that is active, with JupyterLab's state. */
import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import type { ISettingRegistry } from '@jupyterlab/settingregistry';
import type { IStateDB } from '@jupyterlab/statedb';
import { PlanModel, type SettingsStore } from '../model/plan-model.js';
import { Preparer } from '../model/preparer.js';
import { storedSettings } from '../model/settings.js';
import { EXTENSION_ID, type IPlan, type IRuns } from '../tokens.js';
import { listen, sourceOf } from './notebook-source.js';

export interface PlanServices {
  readonly app: JupyterFrontEnd;
  readonly runs: IRuns;
  readonly tracker: INotebookTracker;
  readonly state: IStateDB | null;
  /** Settings of the plan, where there are any. */
  readonly settings: Promise<ISettingRegistry.ISettings> | undefined;
}

export function createPlan(services: PlanServices): IPlan {
  const { app, runs, tracker, state, settings } = services;
  const ask = (path: string, body: unknown): Promise<unknown> => runs.ask(path, body);
  const preparer = new Preparer({
    ask,
    tell: (path, body) => runs.tell(path, body),
    allowed: () => registriesIn(settings)
  });
  const plan = new PlanModel({
    plan: (body, signal) => runs.plan(body, signal),
    launch: (body, id) => runs.launch(body, id),
    ask,
    prepare: (made, body) => preparer.prepare(made, body),
    store: storeIn(state)
  });
  follow(app, tracker, plan);
  onClosed(tracker, path => {
    void preparer.close(app.serviceManager.contents.localPath(path));
  });
  return plan;
}

/** Calls back with the paths of notebooks that are closed, or have another name now. */
function onClosed(tracker: INotebookTracker, close: (path: string) => void): void {
  const watch = ({ context }: NotebookPanel): void => {
    let { path } = context;
    context.pathChanged.connect((_context, now) => {
      close(path);
      path = now;
    });
    context.disposed.connect(() => {
      close(path);
    });
  };
  tracker.widgetAdded.connect((_tracker, panel) => {
    watch(panel);
  });
  tracker.forEach(watch);
}

/** Hosts of registries that may get something before a run is started. */
async function registriesIn(
  settings: PlanServices['settings']
): Promise<readonly string[]> {
  const hosts = (await settings)?.get('prepareRegistries').composite;
  return Array.isArray(hosts) ? hosts.map(String) : [];
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
        onSaved: () => {
          plan.saved();
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
