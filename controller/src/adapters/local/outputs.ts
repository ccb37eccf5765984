/** Finds the files that a run made or changed. */
import type { Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { OutputFile } from '@jupyterlab-kubeflow/protocol';
import { digestOf, filesBelow } from './bundle-files.js';
import { FILES, RANK_FILES, rankFolder } from './layout.js';
import { errorCode } from './storage.js';

/** Of our own folder only what is a result. */
const RESULT = /^(?!\.jkf\/)|^\.jkf\/(figures\/|executed\.ipynb$)/;
const CACHE = /(^|\/)__pycache__\//;

/** By rank, then by path. */
export async function outputsOf(folder: string, ranks: number): Promise<OutputFile[]> {
  const outputs: OutputFile[] = [];
  for (let rank = 0; rank < ranks; rank += 1) {
    const work = join(rankFolder(folder, rank), RANK_FILES.work);
    for (const path of await filesBelow(work)) {
      if (!RESULT.test(path) || CACHE.test(path)) continue;
      const made = join(work, path);
      if (await isSame(made, join(folder, FILES.bundle, path))) continue;
      outputs.push({ rank, path, size: (await stat(made)).size });
    }
  }
  return outputs;
}

/** Whether a file is what was delivered. Equal times and sizes save reading both. */
async function isSame(made: string, given: string): Promise<boolean> {
  const [after, before] = [await statIfThere(made), await statIfThere(given)];
  if (!after || !before || after.size !== before.size) return false;
  if (after.mtimeMs === before.mtimeMs) return true;
  return (await digestOf(made)) === (await digestOf(given));
}

async function statIfThere(path: string): Promise<Stats | undefined> {
  try {
    return await stat(path);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}
