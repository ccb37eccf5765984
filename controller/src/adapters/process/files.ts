/** Files outside any run. */
import { mkdir, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { problem, ProblemError } from '@jupyterlab-kubeflow/protocol';
import type { Files } from '../../ports/process.js';

export const localFiles: Omit<Files, 'read'> = { write, isFolder };

async function write(path: string, content: string | Uint8Array): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
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
