/** A copy of the executed notebook beside the notebook it came from. */
import type { IDocumentManager } from '@jupyterlab/docmanager';
import type { Run } from '@jupyterlab-kubeflow/protocol';
import { besidePath, openBeside } from '../beside.js';

export function openCopy(
  documents: IDocumentManager,
  run: Run,
  text: string
): Promise<boolean> {
  return openBeside(documents, besidePath(run, '.ipynb'), () =>
    Promise.resolve({
      type: 'notebook',
      format: 'json',
      content: JSON.parse(text) as unknown
    })
  );
}
