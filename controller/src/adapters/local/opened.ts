/** Opens files of a run for reading, and nothing outside it. */
import { createReadStream } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import type { OpenFile } from '../../ports/target.js';

/**
 * A file below the folder; `undefined` when there is none. Links are followed first:
 * what a run links to outside its folder is not its own to give.
 */
export async function openBelow(
  folder: string,
  path: string
): Promise<OpenFile | undefined> {
  const real = await realpath(join(folder, path)).catch(() => undefined);
  const root = await realpath(folder).catch(() => undefined);
  if (real === undefined || root === undefined) return undefined;
  if (!real.startsWith(root + sep)) return undefined;
  const info = await stat(real);
  if (!info.isFile()) return undefined;
  // The file may grow while it is read: the reader gets what was announced.
  const bytes =
    info.size === 0 ? none() : createReadStream(real, { end: info.size - 1 });
  return { size: info.size, bytes };
}

async function* none(): AsyncGenerator<Uint8Array> {
  // An empty range cannot be asked of a read stream.
}
