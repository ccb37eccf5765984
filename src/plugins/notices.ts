/** What is said in passing: a run has ended, a run is deleted. Loaded when there is something to say. */
import type { JupyterFrontEnd } from '@jupyterlab/application';
import { Notification } from '@jupyterlab/apputils';
import type { ISettingRegistry } from '@jupyterlab/settingregistry';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { Run } from '@jupyterlab-kubeflow/protocol';
import { CommandIDs, PANEL_ID, type IRuns } from '../tokens.js';

/** Milliseconds. */
const SHOWN = 8000;

/** Says that a run has ended, unless the user does not want it or sees it. */
export async function announce(
  app: JupyterFrontEnd,
  run: Run,
  trans: TranslationBundle,
  settings: Promise<ISettingRegistry.ISettings> | undefined
): Promise<void> {
  if ((await settings)?.get('whenEnded').composite === false) return;
  if (isPanelSeen(app)) return;
  const { id } = run;
  Notification.emit(text(trans, run), run.state === 'failed' ? 'error' : 'info', {
    autoClose: SHOWN,
    actions: [
      {
        label: trans.__('Show'),
        callback: () => {
          void app.commands.execute(CommandIDs.openRun, { id });
        }
      }
    ]
  });
}

/** Whoever has the list of runs in sight has seen it there. */
function isPanelSeen({ shell }: JupyterFrontEnd): boolean {
  const right = [...shell.widgets('right')];
  return (
    !document.hidden && right.some(({ id, isVisible }) => id === PANEL_ID && isVisible)
  );
}

function text(trans: TranslationBundle, { id, state }: Run): string {
  if (state === 'failed') return trans.__('Run %1 failed.', id);
  if (state === 'cancelled') return trans.__('Run %1 was cancelled.', id);
  return trans.__('Run %1 succeeded.', id);
}

/** Milliseconds to undo. */
const GRACE = 8000;

/** Hides a run at once, and deletes it when nobody undoes that; resolves to whether it was. */
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
