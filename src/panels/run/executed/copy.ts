/** A copy of the executed notebook beside the notebook it came from. */
import type { IDocumentManager } from '@jupyterlab/docmanager';
import type { Run } from '@jupyterlab-kubeflow/protocol';

/** `work/digits.ipynb` of run `digits-x7k2m`: `work/digits-x7k2m.ipynb`. */
export function copyPath({ source, id }: Run): string {
  const folder = source.slice(0, source.lastIndexOf('/') + 1);
  return `${folder}${id}.ipynb`;
}

/** Opens the copy; one that is there already, maybe with changes, is not overwritten. */
export async function openCopy(
  documents: IDocumentManager,
  run: Run,
  text: string
): Promise<boolean> {
  const path = copyPath(run);
  const { contents } = documents.services;
  try {
    await contents.get(path, { content: false });
  } catch {
    const content = JSON.parse(text) as unknown;
    const saved = await contents
      .save(path, { type: 'notebook', format: 'json', content })
      .catch(() => undefined);
    if (!saved) return false;
  }
  documents.openOrReveal(path);
  return true;
}
