/** An open notebook as the plan needs it: its code without its outputs. */
import type { NotebookPanel } from '@jupyterlab/notebook';
import type { Contents } from '@jupyterlab/services';
import { Signal } from '@lumino/signaling';
import { storedSettings } from '../model/settings.js';
import type { INotebookSource } from '../tokens.js';

/** Where a notebook's metadata keeps what was chosen for it. */
const METADATA_KEY = 'jupyterlab_kubeflow';

export function sourceOf(
  panel: NotebookPanel,
  contents: Contents.IManager
): INotebookSource {
  return {
    get path() {
      return contents.localPath(panel.context.path);
    },
    read: () => ({ text: codeOf(panel), unsaved: panel.context.model.dirty }),
    remembered: () => panel.context.model.getMetadata(METADATA_KEY) as unknown,
    remember: settings => {
      const { model } = panel.context;
      if (settings) model.setMetadata(METADATA_KEY, storedSettings(settings));
      else model.deleteMetadata(METADATA_KEY);
    }
  };
}

/** Outputs can be megabytes, and no plan depends on them. */
function codeOf(panel: NotebookPanel): string {
  const { sharedModel } = panel.context.model;
  const cells = sharedModel.cells.map(cell => ({
    id: cell.id,
    cell_type: cell.cell_type,
    metadata: cell.getMetadata(),
    source: cell.getSource(),
    ...(cell.cell_type === 'code' ? { outputs: [], execution_count: null } : {})
  }));
  const { metadata, nbformat, nbformat_minor } = sharedModel;
  return JSON.stringify({ cells, metadata, nbformat, nbformat_minor });
}

/** Who wants to know when a notebook's text or name changes. */
export interface Listener {
  readonly onText: () => void;
  readonly onSaved: () => void;
  readonly onName: () => void;
}

/** Listens until the notebook is closed or the result is called. */
export function listen(panel: NotebookPanel, listener: Listener): () => void {
  const { context } = panel;
  const owner = {};
  context.model.contentChanged.connect(listener.onText, owner);
  context.saveState.connect((_context, state) => {
    if (state === 'completed') listener.onSaved();
  }, owner);
  context.pathChanged.connect(listener.onName, owner);
  return () => {
    Signal.clearData(owner);
  };
}
