/** Puts the example notebook into a folder, unless it is there already, and opens it. */
import { PathExt } from '@jupyterlab/coreutils';
import type { IDocumentManager } from '@jupyterlab/docmanager';
import type { Contents } from '@jupyterlab/services';
import {
  LATER_PAGE_ERRORS,
  problemOf,
  ProblemError
} from '@jupyterlab-kubeflow/protocol';
import text from '../../examples/digits.ipynb';
import { freeName, sameCells } from '../model/example.js';

const NAME = 'digits.ipynb';

/** @param folder - below the Jupyter server's root folder */
export async function openExample(
  documents: IDocumentManager,
  folder: string
): Promise<string> {
  const path = await provide(documents.services.contents, folder).catch(
    (error: unknown) => {
      const detail = error instanceof Error ? error.message : String(error);
      const named = folder === '' ? '/' : folder;
      const code = 'example-not-written';
      const params = { folder: named, detail };
      throw new ProblemError(problemOf(code, LATER_PAGE_ERRORS[code], params), {
        cause: error
      });
    }
  );
  documents.openOrReveal(path);
  return path;
}

async function provide(contents: Contents.IManager, folder: string): Promise<string> {
  const content: unknown = JSON.parse(text);
  const names = await namesIn(contents, folder);
  const usual = PathExt.join(folder, NAME);
  if (names.has(NAME) && sameCells((await contents.get(usual)).content, content)) {
    return usual;
  }
  const path = PathExt.join(folder, freeName(NAME, names));
  await contents.save(path, { type: 'notebook', format: 'json', content });
  return path;
}

async function namesIn(
  contents: Contents.IManager,
  folder: string
): Promise<ReadonlySet<string>> {
  const { content } = (await contents.get(folder)) as {
    content: readonly { readonly name: string }[];
  };
  return new Set(content.map(({ name }) => name));
}
