/** Says that a run has ended, for whoever is doing something else. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { Notification } from '@jupyterlab/apputils';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { ITranslator, type TranslationBundle } from '@jupyterlab/translation';
import type { Run } from '@jupyterlab-kubeflow/protocol';
import { isActive } from '../model/run-list.js';
import { CommandIDs, IRuns, PANEL_ID } from '../tokens.js';
import { translatedSchema } from './settings-texts.js';
import { catalogue } from './translation.js';

const PLUGIN_ID = 'jupyterlab-kubeflow:notify';

/** Milliseconds. */
const SHOWN = 8000;

export const notifyPlugin: JupyterFrontEndPlugin<void> = {
  id: PLUGIN_ID,
  description: 'Notifies when a run has ended.',
  autoStart: true,
  requires: [IRuns],
  optional: [ISettingRegistry, ITranslator],
  activate: (
    app: JupyterFrontEnd,
    runs: IRuns,
    registry: ISettingRegistry | null,
    translator: ITranslator | null
  ): void => {
    const trans = catalogue(translator);
    // JupyterLab only takes the translation of settings from its language packs.
    registry?.transform(PLUGIN_ID, {
      fetch: plugin => ({ ...plugin, schema: translatedSchema(trans, plugin.schema) })
    });
    const settings = registry?.load(PLUGIN_ID);
    // Seen active, not yet seen ended.
    const active = new Set<string>();
    runs.changed.connect(() => {
      for (const run of runs.runs) {
        if (isActive(run)) active.add(run.id);
        else if (active.delete(run.id)) void announce(app, run, trans, settings);
      }
    }, app);
  }
};

async function announce(
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
