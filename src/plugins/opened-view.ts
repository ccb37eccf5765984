/** What comes with the first view of a run, as one piece to load. */
import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { IRuns } from '../tokens.js';
import { addDeleteWithVolumes } from './delete-with-volumes.js';
import { addSuspension } from './suspend-run.js';

export { createRunWidget } from '../panels/run/widget.js';

/** Adds the commands that only the view offers, once. */
export function addRunCommands(
  app: JupyterFrontEnd,
  runs: IRuns,
  trans: TranslationBundle
): void {
  addSuspension(app, runs, trans);
  addDeleteWithVolumes(app, runs, trans);
}
