/** Opens the view of a run in the main area; its code is loaded with the first one. */
import {
  ILayoutRestorer,
  type JupyterFrontEnd,
  type JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { Clipboard, MainAreaWidget, WidgetTracker } from '@jupyterlab/apputils';
import { IDocumentManager } from '@jupyterlab/docmanager';
import { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import type { RunViewOptions } from '../panels/run/options.js';
import { CommandIDs, IRuns } from '../tokens.js';
import { runsIcon } from '../ui/icons.js';
import { idOf } from './run-of.js';
import { catalogue } from './translation.js';

export const runViewPlugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-kubeflow:run-view',
  description: 'Adds the command that opens a run in the main area.',
  autoStart: true,
  requires: [IRuns, IDocumentManager, IRenderMimeRegistry],
  optional: [ITranslator, ILayoutRestorer],
  activate: (
    app: JupyterFrontEnd,
    runs: IRuns,
    docManager: IDocumentManager,
    rendermime: IRenderMimeRegistry,
    translator: ITranslator | null,
    restorer: ILayoutRestorer | null
  ): void => {
    const trans = catalogue(translator);
    const views = new RunViews(app, {
      runs,
      docManager,
      rendermime,
      commands: app.commands,
      translator: translator ?? nullTranslator,
      copy: text => {
        Clipboard.copyToSystem(text);
      }
    });
    app.commands.addCommand(CommandIDs.openRun, {
      label: trans.__('Open Run'),
      caption: trans.__('Show logs, metrics and files of the run'),
      icon: runsIcon,
      describedBy: {
        args: {
          type: 'object',
          properties: { id: { type: 'string', description: 'Id of the run' } }
        }
      },
      execute: async args => {
        const id = idOf(app, args);
        if (id !== '') await views.open(id);
      }
    });
    void restorer?.restore(views.tracker, {
      command: CommandIDs.openRun,
      args: view => ({ id: view.content.node.dataset['run'] ?? '' }),
      name: view => view.content.node.dataset['run'] ?? ''
    });
  }
};

/** The area below a notebook opens as high as its content asks for. */
const DOWN_HEIGHT = '40vh';

type View = MainAreaWidget;

/** The open views, at most one a run. */
class RunViews {
  readonly tracker = new WidgetTracker<View>({ namespace: 'jupyterlab-kubeflow-run' });

  constructor(
    private readonly app: JupyterFrontEnd,
    private readonly options: Omit<RunViewOptions, 'id'>
  ) {}

  /** Opens the view of a run, or shows the one that is open. */
  async open(id: string): Promise<void> {
    const view = this.find(id) ?? (await this.create(id));
    const { shell } = this.app;
    if (!view.isAttached) shell.add(view, 'main');
    // Notebook 7 has room for one document in its main area, and none beside it.
    if (!view.isAttached) {
      view.content.node.style.minHeight = DOWN_HEIGHT;
      shell.add(view, 'down');
    }
    shell.activateById(view.id);
  }

  private find(id: string): View | undefined {
    return this.tracker.find(({ content }) => content.node.dataset['run'] === id);
  }

  private async create(id: string): Promise<View> {
    const { addRunCommands, createRunWidget } = await import('./opened-view.js');
    const { runs, translator } = this.options;
    addRunCommands(this.app, runs, catalogue(translator));
    // Asked for twice while the code was loading.
    const other = this.find(id);
    if (other) return other;
    const content = createRunWidget({ ...this.options, id });
    content.node.dataset['run'] = id;
    const view = new MainAreaWidget({ content });
    // The view brings its own buttons; an empty bar above them is only lost room.
    view.toolbar.hide();
    view.id = `jupyterlab-kubeflow-run-${id}`;
    view.title.label = id;
    view.title.icon = runsIcon;
    view.title.closable = true;
    await this.tracker.add(view);
    return view;
  }
}
