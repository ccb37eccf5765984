/** Room that a folder takes. */
import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Bytes of all files below a folder; what vanishes or may not be read does not count. */
export async function folderBytes(folder: string): Promise<number> {
  let bytes = 0;
  for (const name of await namesIn(folder)) bytes += await bytesOf(join(folder, name));
  return bytes;
}

async function bytesOf(path: string): Promise<number> {
  try {
    const stats = await lstat(path);
    if (stats.isDirectory()) return await folderBytes(path);
    // Blocks, not length: a sparse file takes what it has written.
    return Math.min(stats.size, stats.blocks * 512);
  } catch {
    return 0;
  }
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch {
    return [];
  }
}
