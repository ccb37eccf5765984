/** Opens a file that a run made, when JupyterLab knows what to open it with. */
import type { IDocumentManager } from '@jupyterlab/docmanager';
import type { DocumentRegistry } from '@jupyterlab/docregistry';
import type { OutputFile, Run } from '@jupyterlab-kubeflow/protocol';
import { besidePath, openBeside, type Content } from '../beside.js';

/** Bytes of a file that are fetched and written to be opened. */
const MOST_OPENED = 32 * 1024 * 1024;

type FileType = Pick<DocumentRegistry.IFileType, 'contentType' | 'fileFormat'>;

/** What JupyterLab opens the file as; `undefined` when it does not know it. */
export function openableAs(
  registry: Pick<DocumentRegistry, 'getFileTypesForPath'>,
  { path, size }: Pick<OutputFile, 'path' | 'size'>
): FileType | undefined {
  return size > MOST_OPENED ? undefined : registry.getFileTypesForPath(path)[0];
}

/** `-rank-1-figures-loss.png`: rank and folders of the file are in its name. */
export function endingOf(run: Run, { rank, path }: Omit<OutputFile, 'size'>): string {
  const own = run.ranks.length > 1 ? `-rank-${String(rank)}` : '';
  return `${own}-${path.replace(/^\.jkf\//, '').replaceAll('/', '-')}`;
}

/** @returns false when the file cannot be fetched, or not be written beside the notebook */
export function openOutput(
  documents: IDocumentManager,
  run: Run,
  file: Omit<OutputFile, 'size'>,
  fetched: () => Promise<Blob>
): Promise<boolean> {
  const path = besidePath(run, endingOf(run, file));
  const type = openableAs(documents.registry, { path: file.path, size: 0 });
  return openBeside(documents, path, async () => contentOf(await fetched(), type));
}

/** As the server's contents API takes it. */
export async function contentOf(
  blob: Blob,
  type: FileType | undefined
): Promise<Content> {
  if (type?.contentType === 'notebook') {
    const content = JSON.parse(await blob.text()) as unknown;
    return { type: 'notebook', format: 'json', content };
  }
  const isText = type?.fileFormat === 'text' || type?.fileFormat === 'json';
  return isText
    ? { type: 'file', format: 'text', content: await blob.text() }
    : { type: 'file', format: 'base64', content: await base64(blob) };
}

/** Bytes a call takes as arguments. */
const CHUNK = 0x8000;

async function base64(blob: Blob): Promise<string> {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  const texts: string[] = [];
  for (let at = 0; at < bytes.length; at += CHUNK) {
    texts.push(String.fromCharCode(...bytes.subarray(at, at + CHUNK)));
  }
  return btoa(texts.join(''));
}
