/** The two hidden commands that a launcher and a guard start: `supervise` and `sweep`. */
import { renameSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { Board } from '../run-folder/board.js';
import { Guard } from './guard.js';
import { identify } from '../run-folder/identity.js';
import { foreignEnvironment } from './rank-environment.js';
import { readPlan, readState, writeSupervisor } from '../run-folder/run-files.js';
import { EXIT } from './start.js';
import { errorCode, isFull } from '../run-folder/storage.js';
import { Supervision, type SupervisorDeps } from './supervision.js';
import { sweepRun } from './sweep.js';

export type { SupervisorDeps } from './supervision.js';

/**
 * Makes a prepared folder a run, and sees it through to its end.
 * @param draft - the folder, made by a launcher
 * @returns the exit code: 0 when the run has ended, however it did; else nothing was started
 */
export async function supervise(draft: string, deps: SupervisorDeps): Promise<number> {
  const cancelled = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    process.on(signal, () => {
      cancelled.abort();
    });
  }
  const folder = commit(draft);
  if (typeof folder === 'number') return folder;
  const run = await conduct(folder, deps, cancelled.signal);
  return run;
}

async function conduct(
  folder: string,
  deps: SupervisorDeps,
  cancelled: AbortSignal
): Promise<number> {
  const id = basename(folder);
  const run = readState(folder, id);
  if (!run) return 1;
  const sweep = [...deps.supervisorCommand, 'sweep', folder];
  const guard = new Guard(sweep, foreignEnvironment(deps.env));
  const board = new Board(folder, run);
  const supervision = new Supervision(folder, readPlan(folder, id), board, deps);
  const cancel = (): void => {
    supervision.cancel();
  };
  cancelled.addEventListener('abort', cancel);
  if (cancelled.aborted) cancel();
  await supervision.run();
  await guard.dismiss();
  return 0;
}

/**
 * Kills what is left of a run whose supervisor died, and writes down the truth.
 * @returns the exit code
 */
export async function sweep(
  folder: string,
  deps: Pick<SupervisorDeps, 'clock'>
): Promise<number> {
  await sweepRun(folder, deps.clock);
  return 0;
}

/** The one step that makes the run exist: its folder, or the exit code. */
function commit(draft: string): string | number {
  try {
    const self = identify(process.pid);
    const id = readState(draft, basename(draft))?.id;
    if (!self || id === undefined) return 1;
    writeSupervisor(draft, self);
    const folder = join(dirname(draft), id);
    renameSync(draft, folder);
    return folder;
  } catch (error) {
    if (['ENOTEMPTY', 'EEXIST'].includes(errorCode(error) ?? '')) return EXIT.taken;
    if (isFull(error)) return EXIT.full;
    throw error;
  }
}
