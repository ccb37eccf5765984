/** Suspending runs on clusters; loaded with the view of a run. */
import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { TranslationBundle } from '@jupyterlab/translation';
import { CLUSTER_ROUTES, isActive } from '@jupyterlab-kubeflow/protocol';
import { CommandIDs, type IRuns } from '../tokens.js';
import { attempt } from './report.js';
import { idOf } from './run-of.js';

const DESCRIBED = {
  args: {
    type: 'object',
    properties: { id: { type: 'string', description: 'Id of the run' } }
  }
};

/** Adds the commands, once. */
export function addSuspension(
  app: JupyterFrontEnd,
  runs: IRuns,
  trans: TranslationBundle
): void {
  if (app.commands.hasCommand(CommandIDs.suspendRun)) return;
  const add = (
    suspend: boolean,
    command: string,
    label: string,
    caption: string
  ): void => {
    app.commands.addCommand(command, {
      label,
      caption,
      describedBy: DESCRIBED,
      isEnabled: args => {
        const run = runs.get(idOf(app, args));
        if (run?.target?.kind !== 'cluster' || !isActive(run)) return false;
        return (run.state === 'suspended') !== suspend;
      },
      execute: args => {
        const id = idOf(app, args);
        const path = suspend ? CLUSTER_ROUTES.suspend(id) : CLUSTER_ROUTES.resume(id);
        return attempt(trans, () => runs.tell(path));
      }
    });
  };
  const { suspendRun, resumeRun } = CommandIDs;
  add(
    true,
    suspendRun,
    trans.__('Suspend Run'),
    trans.__('End its pods and keep the run')
  );
  add(false, resumeRun, trans.__('Resume Run'), trans.__('Start its pods anew'));
}
