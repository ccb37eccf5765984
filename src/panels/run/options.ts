/**
 * What the view of one run is given. `widget.ts` beside this file exports
 * `createRunWidget(options: RunViewOptions): Widget`; it is loaded when a run is first
 * opened and becomes the content of a tab in the main area.
 */
import type { IDocumentManager } from '@jupyterlab/docmanager';
import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import type { ITranslator } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';
import type { IRuns } from '../../tokens.js';

/** Deletes the run `{id}` and its volumes `{claims}`; the command comes with the view. */
export const DELETE_WITH_VOLUMES = 'jupyterlab-kubeflow:delete-run-with-volumes';

export interface RunViewOptions {
  /** Id of the run. It may have been deleted meanwhile: the view says so. */
  readonly id: string;
  readonly runs: IRuns;
  /** Everything a button does is a command: see `CommandIDs`. */
  readonly commands: CommandRegistry;
  /** Opens the notebook of the run and files it made. */
  readonly docManager: IDocumentManager;
  /** Shows figures, plots and executed notebooks. */
  readonly rendermime: IRenderMimeRegistry;
  readonly translator: ITranslator;
  /** Puts text on the clipboard. */
  readonly copy: (text: string) => void;
}
