/** What can end a run from outside of its ranks: the user, and the limit of its files. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { problem, type Problem } from '@jupyterlab-kubeflow/protocol';
import type { Clock } from '../../ports/clock.js';
import { Changes } from './changes.js';
import { FILES } from './layout.js';
import { touchSupervisor } from './run-files.js';
import { folderBytes } from './usage.js';

/** Milliseconds between two signs of life, and at least between two weighings. */
const SIGN = 5000;
const WEIGH = 2000;
/** Weighing takes at most this share of the time, however many files there are. */
const SHARE = 0.05;

/** Why a run has to end. */
export type Wish =
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'problem'; readonly problem: Problem };

/** A run as this watch sees it. */
export interface Watched {
  readonly folder: string;
  /** Bytes all files of the run may take. */
  readonly diskBytes: number;
  readonly clock: Clock;
}

/** Resolves with the first reason to end; `undefined` when aborted before. */
export async function nextWish(
  run: Watched,
  signal: AbortSignal
): Promise<Wish | undefined> {
  const changes = new Changes([run.folder], name => name === FILES.cancel);
  let signedAt = 0;
  let weighAt = 0;
  try {
    while (!signal.aborted) {
      if (existsSync(join(run.folder, FILES.cancel))) return { kind: 'cancelled' };
      const now = performance.now();
      if (now - signedAt >= SIGN) {
        touchSupervisor(run.folder, run.clock.now());
        signedAt = now;
      }
      if (now >= weighAt) {
        const found = await overweight(run);
        if (found) return { kind: 'problem', problem: found };
        const took = performance.now() - now;
        weighAt = performance.now() + Math.max(WEIGH, took / SHARE);
      }
      await changes.next(0, signal);
    }
    return undefined;
  } finally {
    changes.close();
  }
}

async function overweight(run: Watched): Promise<Problem | undefined> {
  const bytes = await folderBytes(run.folder);
  if (bytes <= run.diskBytes) return undefined;
  return problem('run-disk-limit', { bytes, limit: run.diskBytes });
}
