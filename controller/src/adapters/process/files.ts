/** Files outside any run. */
import { copyFile, mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { problem, ProblemError } from '@jupyterlab-kubeflow/protocol';
import type { Files } from '../../ports/process.js';

export const localFiles: Omit<Files, 'read'> = { write, copy, isFolder, list };

function write(path: string, content: string | Uint8Array): Promise<void> {
  return made(path, () => writeFile(path, content));
}

function copy(from: string, to: string): Promise<void> {
  return made(to, () => copyFile(from, to));
}

async function made(path: string, make: () => Promise<void>): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await make();
  } catch (error) {
    // `EACCES: permission denied, open '…'`: the sentence names the path already.
    const [detail = ''] = String(error)
      .replace(/^Error: /, '')
      .split(', ');
    throw new ProblemError(problem('output-unwritable', { path, detail }), {
      cause: error
    });
  }
}

async function isFolder(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found?.isDirectory() ?? false;
}

async function list(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const { compare } = new Intl.Collator('en', { numeric: true });
  return entries
    .filter(entry => entry.isFile())
    .map(({ name }) => name)
    .sort(compare);
}
