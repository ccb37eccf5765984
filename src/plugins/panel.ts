/** The Runs panel in the right sidebar; its code is loaded when it is first shown. */
import {
  ILayoutRestorer,
  type JupyterFrontEnd,
  type JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { Clipboard } from '@jupyterlab/apputils';
import { ITranslator, type TranslationBundle } from '@jupyterlab/translation';
import { PanelLayout, Widget } from '@lumino/widgets';
import { CommandIDs, IPlans, IRuns, PANEL_ID } from '../tokens.js';
import { runsIcon } from '../ui/icons.js';
import { catalogue } from './translation.js';

/** Below JupyterLab's own panels, above those of unknown rank. */
const RANK = 600;

export const panelPlugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-kubeflow:panel',
  description: 'Adds the Runs panel: the plan of the active notebook, and all runs.',
  autoStart: true,
  requires: [IRuns],
  optional: [IPlans, ITranslator, ILayoutRestorer],
  activate: (
    app: JupyterFrontEnd,
    runs: IRuns,
    plans: IPlans | null,
    translator: ITranslator | null,
    restorer: ILayoutRestorer | null
  ): void => {
    const trans = catalogue(translator);
    const panel = new LazyPanel(async () => {
      const { addSuspension, createRunsPanel } = await import('./opened-panel.js');
      addSuspension(app, runs, trans);
      const plan = await plans?.open();
      const { commands } = app;
      const copy = (text: string): void => {
        Clipboard.copyToSystem(text);
      };
      return createRunsPanel({ runs, plan, commands, trans, copy });
    });
    describe(panel, trans);
    app.shell.add(panel, 'right', { rank: RANK });
    restorer?.add(panel, PANEL_ID);
    app.commands.addCommand(CommandIDs.openPanel, {
      label: trans.__('Show Runs and Plan'),
      caption: trans.__('Show what would run, and everything that runs or ran'),
      icon: runsIcon,
      describedBy: {
        args: {
          type: 'object',
          properties: {
            id: { type: 'string', description: 'Id of the run that gets the focus' }
          }
        }
      },
      execute: ({ id }) => {
        panel.focusNext(typeof id === 'string' ? id : undefined);
        app.shell.activateById(PANEL_ID);
      }
    });
  }
};

function describe(panel: Widget, trans: TranslationBundle): void {
  panel.id = PANEL_ID;
  panel.title.icon = runsIcon;
  panel.title.caption = trans.__('Runs');
  panel.node.setAttribute('role', 'region');
  panel.node.tabIndex = -1;
  panel.node.setAttribute('aria-label', trans.__('Runs'));
}

const runOpener = (id: string): string =>
  `[data-run="${CSS.escape(id)}"] .jp-kf-run-open`;

/** An empty widget that gets its content when it is first shown. */
class LazyPanel extends Widget {
  private asked = false;
  private run: string | undefined;

  constructor(private readonly create: () => Promise<Widget>) {
    super();
    this.layout = new PanelLayout();
  }

  protected override onBeforeShow(): void {
    if (this.asked) return;
    this.asked = true;
    void this.fill();
  }

  protected override onActivateRequest(): void {
    (this.control ?? this.node).focus();
    this.run = undefined;
  }

  /** What the next activation is for: the row of this run, else the plan. */
  focusNext(run: string | undefined): void {
    this.run = run;
  }

  /** What the focus goes to; nothing before there is content. */
  private get control(): HTMLElement | null {
    const find = (what: string): HTMLElement | null => this.node.querySelector(what);
    const row = this.run === undefined ? null : find(runOpener(this.run));
    return row ?? find('.jp-kf-primary') ?? find('button');
  }

  /** Tried again at the next showing when the code could not be fetched. */
  private async fill(): Promise<void> {
    try {
      const content = await this.create();
      (this.layout as PanelLayout).addWidget(content);
      this.handFocusTo(content.node);
    } catch (error) {
      this.asked = false;
      throw error;
    }
  }

  /** Whoever asked for the panel before it had content is there when it has. */
  private handFocusTo(content: HTMLElement): void {
    const observer = new MutationObserver(() => {
      if (!this.control) return;
      observer.disconnect();
      if (document.activeElement === this.node) this.control.focus();
    });
    observer.observe(content, { childList: true, subtree: true });
  }
}
