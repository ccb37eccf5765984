/** Suspending runs on clusters; loaded with the panel or the view of a run. */
import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { TranslationBundle } from '@jupyterlab/translation';
import { pauseIcon, runIcon } from '@jupyterlab/ui-components';
import { CLUSTER_ROUTES, suspensionOf } from '@jupyterlab-kubeflow/protocol';
import type { CommandRegistry } from '@lumino/commands';
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
  const { commands } = app;
  const { suspendRun, resumeRun } = CommandIDs;
  if (commands.hasCommand(suspendRun)) return;
  commands.addCommand(suspendRun, {
    label: trans.__('Suspend Run'),
    caption: trans.__('End its pods and keep the run'),
    icon: pauseIcon,
    ...behaviour(app, runs, trans, 'suspend')
  });
  commands.addCommand(resumeRun, {
    label: trans.__('Resume Run'),
    caption: trans.__('Start its pods anew'),
    icon: runIcon,
    ...behaviour(app, runs, trans, 'resume')
  });
}

function behaviour(
  app: JupyterFrontEnd,
  runs: IRuns,
  trans: TranslationBundle,
  what: 'suspend' | 'resume'
): CommandRegistry.ICommandOptions {
  const isPossible = (args: { readonly id?: unknown }): boolean => {
    const run = runs.get(idOf(app, args));
    return run !== undefined && suspensionOf(run) === what;
  };
  return {
    describedBy: DESCRIBED,
    isEnabled: isPossible,
    // A menu offers only what there is: most runs can be neither suspended nor resumed.
    isVisible: isPossible,
    execute: args =>
      attempt(trans, () => runs.tell(CLUSTER_ROUTES[what](idOf(app, args))))
  };
}
