/** The way to something to try: an example notebook in the user's own folder. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { IDocumentManager } from '@jupyterlab/docmanager';
import { IDefaultFileBrowser } from '@jupyterlab/filebrowser';
import { ITranslator } from '@jupyterlab/translation';
import { CommandIDs } from '../tokens.js';
import { attempt } from './report.js';
import { catalogue } from './translation.js';

export const examplePlugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-kubeflow:example',
  description: 'Adds the command that opens an example notebook.',
  autoStart: true,
  requires: [IDocumentManager],
  optional: [IDefaultFileBrowser, ITranslator],
  activate: (
    app: JupyterFrontEnd,
    documents: IDocumentManager,
    browser: IDefaultFileBrowser | null,
    translator: ITranslator | null
  ): void => {
    const trans = catalogue(translator);
    app.commands.addCommand(CommandIDs.openExample, {
      label: trans.__('Open an Example Notebook'),
      caption: trans.__('Put a notebook to try into the current folder, and open it'),
      describedBy: { args: { type: 'object', properties: {} } },
      execute: () =>
        attempt(trans, async () => {
          const { openExample } = await import('./open-example.js');
          return openExample(documents, browser?.model.path ?? '');
        })
    });
  }
};
