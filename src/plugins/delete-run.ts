/** Deleting a run: hidden at once, deleted when nobody undoes it. */
import { Notification } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { IRuns } from '../tokens.js';

/** Milliseconds to undo. */
const GRACE = 8000;

/** Resolves to whether the run was deleted in the end. */
export async function deleteWithUndo(
  runs: IRuns,
  trans: TranslationBundle,
  id: string
): Promise<boolean> {
  const deletion = runs.remove(id, GRACE);
  const notice = Notification.emit(trans.__('Run %1 is deleted.', id), 'default', {
    autoClose: GRACE,
    actions: [
      {
        label: trans.__('Undo'),
        callback: () => {
          deletion.keep();
        }
      }
    ]
  });
  try {
    return await deletion.done;
  } finally {
    Notification.dismiss(notice);
  }
}
