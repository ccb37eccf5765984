/** The number of active runs in the status bar; a click shows the panel. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { IStatusBar } from '@jupyterlab/statusbar';
import { ITranslator, type TranslationBundle } from '@jupyterlab/translation';
import { Widget } from '@lumino/widgets';
import { isActive } from '../model/run-list.js';
import { CommandIDs, IRuns } from '../tokens.js';
import { catalogue } from './translation.js';

export const statusbarPlugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-kubeflow:statusbar',
  description: 'Shows the number of active runs in the status bar.',
  autoStart: true,
  requires: [IRuns, IStatusBar],
  optional: [ITranslator],
  activate: (
    app: JupyterFrontEnd,
    runs: IRuns,
    statusBar: IStatusBar,
    translator: ITranslator | null
  ): void => {
    const item = new RunsStatus(runs, catalogue(translator), () => {
      void app.commands.execute(CommandIDs.openPanel);
    });
    statusBar.registerStatusItem('jupyterlab-kubeflow:statusbar', {
      item,
      align: 'right',
      rank: 50,
      isActive: () => runs.runs.some(isActive),
      activeStateChanged: runs.changed
    });
  }
};

class RunsStatus extends Widget {
  constructor(
    private readonly runs: IRuns,
    private readonly trans: TranslationBundle,
    onClick: () => void
  ) {
    super({ node: document.createElement('button') });
    // Looks as the status bar does, without a style sheet that every page would load.
    this.addClass('jp-mod-minimal');
    this.node.style.cssText =
      'border:none;background:none;color:inherit;font:inherit;cursor:pointer';
    this.node.addEventListener('click', onClick);
    this.node.title = trans.__('Show Runs');
    runs.changed.connect(this.refresh, this);
    this.refresh();
  }

  override dispose(): void {
    this.runs.changed.disconnect(this.refresh, this);
    super.dispose();
  }

  private readonly refresh = (): void => {
    const count = this.runs.runs.filter(isActive).length;
    this.node.textContent = this.trans._n('%1 active run', '%1 active runs', count);
  };
}
