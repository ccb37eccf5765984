/**
 * Puts in order what a killed process left behind. Anyone may do it at any time, and
 * several at once: everything here is decided by what is found, and done again in vain.
 */
import { existsSync, statSync } from 'node:fs';
import { chmod, readdir, rename, rm } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { basename, join } from 'node:path';
import { problem, ProblemError, type Run } from '@jupyterlab-kubeflow/protocol';
import { hasEnded } from '../../core/run/ended.js';
import type { Clock } from '../../ports/clock.js';
import { Board, type End } from '../run-folder/board.js';
import { isHere, liveness, parseIdentity } from '../run-folder/identity.js';
import { FILES, goneName, isGone, launcherOf } from '../run-folder/layout.js';
import { Observer } from './observer.js';
import {
  isSupervised,
  readState,
  readSupervisor,
  supervisorMark
} from '../run-folder/run-files.js';
import { errorCode, isAbsent, writeProblem } from '../run-folder/storage.js';
import { endTree } from './tree.js';

/** A draft of another computer's launcher is left alone for an hour. */
const FOREIGN_DRAFT_MS = 3_600_000;

/**
 * Ends the processes of a run without a supervisor and writes its last state; does
 * nothing when the run has one, or has ended.
 */
export async function sweepRun(folder: string, clock: Clock): Promise<Run | undefined> {
  const id = basename(folder);
  const run = readState(folder, id);
  if (!run || hasEnded(run) || isSupervised(folder, clock.now())) return run;
  // Its last words may have been written between the two looks above.
  const last = readState(folder, id);
  if (!last || hasEnded(last)) return last;
  const mark = supervisorMark(folder);
  await endTree(() => ({ mark, sessions: sessionsOf(folder, last) }), 0);
  const board = new Board(folder, last);
  await new Observer(folder, board, clock).drain();
  const now = readState(folder, id);
  if (!now || hasEnded(now)) return now;
  await tolerant(folder, () => {
    board.end(orphanedEnd(folder, id), clock.now());
  });
  return { ...board.run, folder };
}

/** Process ids mean nothing any more after a restart of the computer. */
function sessionsOf(folder: string, run: Run): number[] {
  const supervisor = readSupervisor(folder);
  if (!supervisor || !isHere(supervisor)) return [];
  return run.ranks.flatMap(rank =>
    rank.endedAt === undefined ? (rank.pid ?? []) : []
  );
}

/** Who had asked for the end got it, if by another hand. */
function orphanedEnd(folder: string, id: string): End {
  if (existsSync(join(folder, FILES.cancel))) return { state: 'cancelled' };
  return { state: 'failed', problem: problem('run-supervisor-killed', { id }) };
}

/** Deletes what launchers and deleters left half done, as far as that is possible. */
export async function sweepRoot(root: string, clock: Clock): Promise<void> {
  for (const name of await namesIn(root)) {
    await tolerant(root, async () => {
      if (isGone(name)) await remove(join(root, name));
      else if (isAbandoned(root, name, clock.now())) await discard(root, name);
    });
  }
}

async function namesIn(root: string): Promise<string[]> {
  try {
    return await readdir(root);
  } catch (error) {
    if (isAbsent(error)) return [];
    throw error;
  }
}

/** Who only wants to read is not kept from it by what cannot be written. */
async function tolerant(
  folder: string,
  act: () => Promise<void> | void
): Promise<void> {
  try {
    await act();
  } catch (error) {
    const cause = writeProblem(error, folder, 0);
    if (!(cause instanceof ProblemError) && !isAbsent(error)) throw error;
  }
}

/**
 * Deletes a folder so that nobody takes it for what it was: a supervisor that is just
 * starting finds its draft gone, never half of it.
 */
export async function discard(root: string, name: string): Promise<void> {
  const gone = join(root, goneName(name.replace(/^\.|~.*$/g, ''), nonce()));
  try {
    await rename(join(root, name), gone);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return;
    throw error;
  }
  await remove(gone);
}

function nonce(): string {
  return randomBytes(6).toString('hex');
}

/** Folders that a program made read-only are opened first. */
async function remove(path: string): Promise<void> {
  const options = { recursive: true, force: true } as const;
  try {
    await rm(path, options);
  } catch (error) {
    if (errorCode(error) !== 'EACCES') throw error;
    await open(path);
    await rm(path, options);
  }
}

async function open(folder: string): Promise<void> {
  await chmod(folder, 0o700);
  for (const item of await readdir(folder, { withFileTypes: true })) {
    if (item.isDirectory()) await open(join(folder, item.name));
  }
}

function isAbandoned(root: string, name: string, now: number): boolean {
  const launcher = launcherOf(name);
  if (launcher === undefined) return false;
  const identity = parseIdentity(launcher);
  const state = identity ? liveness(identity) : 'elsewhere';
  if (state !== 'elsewhere') return state === 'dead';
  return now - (modifiedAt(join(root, name)) ?? now) > FOREIGN_DRAFT_MS;
}

function modifiedAt(path: string): number | undefined {
  try {
    return statSync(path).mtimeMs;
  } catch {
    return undefined;
  }
}
