/** Wheels of what an interpreter has installed, for those that no index has. */
import { execFile } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { CallOptions } from '../../ports/cluster.js';
import type { ResolverPlace } from '../../ports/packages.js';
import program from './installed.py?raw';

export interface InstalledOptions extends CallOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Folder of what is kept. */
  readonly cache: string;
}

/** Milliseconds: gigabytes may have to be compressed. */
const PATIENCE = 5 * 60_000;

/**
 * A folder with wheels of those of the names that are there whole; `undefined` for none.
 * Equal wheels are in the same folder, which is never changed.
 */
export async function installedWheels(
  names: readonly string[],
  { python, env: own }: ResolverPlace,
  { env, cache, signal }: InstalledOptions
): Promise<string | undefined> {
  const draft = join(cache, `.draft-${randomUUID()}`);
  await mkdir(draft, { recursive: true });
  try {
    await promisify(execFile)(python, ['-B', '-c', program, draft, ...names], {
      ...{ env: { ...env, ...own }, timeout: PATIENCE, maxBuffer: 1 << 20 },
      ...(signal ? { signal } : {})
    });
    const files = (await readdir(draft)).sort();
    if (files.length === 0) return undefined;
    const place = join(cache, await keyOf(draft, files));
    await rename(draft, place).catch(kept);
    return place;
  } catch {
    signal?.throwIfAborted();
    // As if it were not there: the answer is that no index has it.
    return undefined;
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

async function keyOf(folder: string, files: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const file of files) {
    hash.update(`${file}\n`).update(await readFile(join(folder, file)));
  }
  return hash.digest('hex').slice(0, 32);
}

/** It is there from another time. */
function kept(error: unknown): void {
  const { code = '' } = error as NodeJS.ErrnoException;
  if (!['ENOTEMPTY', 'EEXIST'].includes(code)) throw error;
}
