/** Files of a run put beside the notebook it came from, and opened there. */
import type { IDocumentManager } from '@jupyterlab/docmanager';
import type { Contents } from '@jupyterlab/services';
import type { Run } from '@jupyterlab-kubeflow/protocol';

/** `work/digits.ipynb` of run `digits-x7k2m`: `work/digits-x7k2m<ending>`. */
export function besidePath({ source, id }: Run, ending: string): string {
  const folder = source.slice(0, source.lastIndexOf('/') + 1);
  return `${folder}${id}${ending}`;
}

export type Content = Pick<Contents.IModel, 'type' | 'format' | 'content'>;

/**
 * Opens the file; one that is there already, maybe with changes, is not overwritten.
 * @returns false when it can be neither found nor written
 */
export async function openBeside(
  documents: IDocumentManager,
  path: string,
  read: () => Promise<Content>
): Promise<boolean> {
  const { contents } = documents.services;
  try {
    const there = await isThere(contents, path);
    if (!there) await contents.save(path, await read());
  } catch {
    return false;
  }
  documents.openOrReveal(path);
  return true;
}

const NOT_FOUND = 404;

/** Only "not found" says that nothing would be overwritten. */
async function isThere(contents: Contents.IManager, path: string): Promise<boolean> {
  try {
    await contents.get(path, { content: false });
    return true;
  } catch (error) {
    const { response } = error as { response?: { status?: number } };
    if (response?.status === NOT_FOUND) return false;
    throw error;
  }
}
