/** Files outside any run. */
import { lstat, mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { problem, ProblemError } from '@jupyterlab-kubeflow/protocol';
import type { Files } from '../../ports/process.js';

export const localFiles: Files = { write, isFolder, size };

async function write(path: string, text: string): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
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

/** Links count as themselves; what disappears while counting counts nothing. */
async function size(path: string): Promise<number> {
  const found = await lstat(path).catch(() => undefined);
  if (!found) return 0;
  if (!found.isDirectory()) return found.size;
  const names = await readdir(path).catch(() => []);
  let total = 0;
  for (const name of names) total += await size(join(path, name));
  return total;
}
