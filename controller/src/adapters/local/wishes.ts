/** What can end a run from outside of its ranks: the user, and the limit of its files. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { bytesText, problem, type Problem } from '@jupyterlab-kubeflow/protocol';
import type { Clock } from '../../ports/clock.js';
import { FILES } from '../run-folder/layout.js';
import { touchSupervisor } from '../run-folder/run-files.js';
import { sleep } from '../run-folder/sleep.js';
import { folderBytes } from '../run-folder/usage.js';

/** Milliseconds between two looks. On this computer a signal wakes the supervisor too. */
const LOOK = 500;
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
  const duties = {
    sign: every(SIGN, () => giveSign(run)),
    weigh: every(WEIGH, () => overweight(run))
  };
  while (!signal.aborted) {
    if (existsSync(join(run.folder, FILES.cancel))) return { kind: 'cancelled' };
    const found = (await duties.sign()) ?? (await duties.weigh());
    if (found) return { kind: 'problem', problem: found };
    await sleep(LOOK, signal);
  }
  return undefined;
}

type Duty = () => Promise<Problem | undefined>;

/** Does it only when so many milliseconds, or its share of the time, have passed. */
function every(ms: number, duty: Duty): Duty {
  let next = 0;
  return async () => {
    const started = performance.now();
    if (started < next) return undefined;
    const found = await duty();
    const ended = performance.now();
    next = ended + Math.max(ms, (ended - started) / SHARE);
    return found;
  };
}

function giveSign({ folder, clock }: Watched): Promise<undefined> {
  touchSupervisor(folder, clock.now());
  return Promise.resolve(undefined);
}

async function overweight(run: Watched): Promise<Problem | undefined> {
  const bytes = await folderBytes(run.folder);
  if (bytes <= run.diskBytes) return undefined;
  return problem('run-disk-limit', {
    size: bytesText(bytes),
    limit: bytesText(run.diskBytes)
  });
}
