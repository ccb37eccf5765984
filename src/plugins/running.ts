/** Active runs in JupyterLab's panel of running things. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { IRunningSessionManagers, type IRunningSessions } from '@jupyterlab/running';
import { ITranslator, type TranslationBundle } from '@jupyterlab/translation';
import type { Run } from '@jupyterlab-kubeflow/protocol';
import { isActive } from '../model/run-list.js';
import { CommandIDs, IRuns } from '../tokens.js';
import { runsIcon } from '../ui/icons.js';
import { catalogue } from './translation.js';

export const runningPlugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-kubeflow:running',
  description: 'Lists active runs in the panel of running sessions.',
  autoStart: true,
  requires: [IRuns, IRunningSessionManagers],
  optional: [ITranslator],
  activate: (
    app: JupyterFrontEnd,
    runs: IRuns,
    managers: IRunningSessionManagers,
    translator: ITranslator | null
  ): void => {
    managers.add(manager(app, runs, catalogue(translator)));
  }
};

function manager(
  { commands }: JupyterFrontEnd,
  runs: IRuns,
  trans: TranslationBundle
): IRunningSessions.IManager {
  const cancel = (id: string): void => {
    void commands.execute(CommandIDs.cancelRun, { id });
  };
  const item = ({ id }: Run): IRunningSessions.IRunningItem => ({
    icon: () => runsIcon,
    label: () => id,
    labelTitle: () => runs.get(id)?.source ?? id,
    open: () => {
      void commands.execute(CommandIDs.openRun, { id });
    },
    shutdown: () => {
      cancel(id);
    }
  });
  return {
    name: trans.__('Runs'),
    running: () => runs.runs.filter(isActive).map(item),
    runningChanged: runs.changed,
    refreshRunning: () => undefined,
    shutdownAll: () => {
      for (const run of runs.runs.filter(isActive)) cancel(run.id);
    },
    shutdownLabel: trans.__('Cancel'),
    shutdownAllLabel: trans.__('Cancel All'),
    shutdownAllConfirmationText: trans.__('Cancel all active runs?')
  };
}
