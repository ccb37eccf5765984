/** Finds the files that a run made or changed. */
import type { Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { OutputFile } from '@jupyterlab-kubeflow/protocol';
import { digestOf, filesBelow } from './bundle-files.js';
import { FILES, RANK_FILES, rankFolder } from './layout.js';
import { errorCode } from './storage.js';

/** Of our own folder only what is a result. */
const RESULT = /^(?!\.jkf\/)|^\.jkf\/(figures\/|executed\.ipynb$|executed\/)/;
const CACHE = /(^|\/)__pycache__\//;

/** By rank, then by path. */
export async function outputsOf(folder: string, ranks: number): Promise<OutputFile[]> {
  const outputs: OutputFile[] = [];
  for (let rank = 0; rank < ranks; rank += 1) {
    const work = join(rankFolder(folder, rank), RANK_FILES.work);
    for (const path of await filesBelow(work)) {
      if (!RESULT.test(path) || CACHE.test(path)) continue;
      const made = join(work, path);
      const size = await sizeOfChanged(made, join(folder, FILES.bundle, path));
      if (size !== undefined) outputs.push({ rank, path, size });
    }
  }
  return outputs;
}

/**
 * Bytes of a file that is not what was delivered; `undefined` for one that is, and for
 * one that a run still at work has deleted meanwhile.
 */
async function sizeOfChanged(made: string, given: string): Promise<number | undefined> {
  const [after, before] = [await statIfThere(made), await statIfThere(given)];
  if (!after) return undefined;
  if (!before || after.size !== before.size) return after.size;
  // Equal times and sizes save reading both.
  const isSame =
    after.mtimeMs === before.mtimeMs || (await haveSameContent(made, given));
  return isSame ? undefined : after.size;
}

/** A file that cannot be read is like no other. */
async function haveSameContent(a: string, b: string): Promise<boolean> {
  const digest = await digestOf(a).catch(() => undefined);
  return digest !== undefined && digest === (await digestOf(b).catch(() => undefined));
}

async function statIfThere(path: string): Promise<Stats | undefined> {
  try {
    return await stat(path);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}
