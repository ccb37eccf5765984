/** Reads notebooks and Python files from this computer's disk. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fail } from '@jupyterlab-kubeflow/protocol';
import type { Sources } from '../../ports/workspace.js';
import { decodeText } from './text.js';

export class FileSources implements Sources {
  async read(path: string, shown: string): Promise<string> {
    if (!/\.(ipynb|py)$/i.test(path)) fail('file-kind-unknown', { path: shown });
    return readText(path, shown);
  }
}

/** Text of any file; throws as `Files.read`. */
export async function readText(path: string, shown: string): Promise<string> {
  const bytes = await readFile(path).catch((error: unknown) => {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code === 'ENOENT' || code === 'ENOTDIR')
      return fail('file-missing', { path: shown });
    return fail('file-unreadable', { path: shown, detail: DETAILS[code] ?? code });
  });
  return decodeText(bytes) ?? fail('file-not-text', { path: shown });
}

const DETAILS: Readonly<Record<string, string>> = {
  EISDIR: 'it is a folder',
  EACCES: 'permission denied',
  EPERM: 'permission denied'
};

/**
 * Bytes of a file that is shipped; `source-changed` when it is no longer what the plan saw.
 * @param sha256 - hex digest it had then
 */
export async function readUnchanged(path: string, sha256: string): Promise<Uint8Array> {
  const bytes = await readFile(path).catch(() => fail('source-changed', { path }));
  const digest = createHash('sha256').update(bytes).digest('hex');
  return digest === sha256 ? bytes : fail('source-changed', { path });
}
