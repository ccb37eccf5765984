/**
 * Names of everything below the folder of runs.
 *
 *     ROOT/ID/            a run
 *     ROOT/.new-ID~…~…/   a run being put together, named after its launcher
 *     ROOT/.gone-ID~…/    a run being deleted
 *
 * A folder becomes a run, and stops being one, by one rename.
 */
import { join } from 'node:path';
import { BUILDER } from '@jupyterlab-kubeflow/protocol';
import { RANKS_FOLDER, WORK_FOLDER } from '../../core/run/folders.js';

/** Files and folders of a run. */
export const FILES = {
  plan: 'plan.json',
  /** The run (a `Run`) as its supervisor last saw it. */
  state: 'state.json',
  /** Identity of the supervisor; touched while it lives. */
  supervisor: 'supervisor',
  /** What the supervisor and its guard have to say about themselves. */
  supervisorLog: 'supervisor.log',
  /** Its presence asks the supervisor to end the run. */
  cancel: 'cancel',
  /** Room that is kept so that the last state can be written on a full disk. */
  reserve: 'reserve',
  /** Why an input is not there. */
  inputFailure: 'input-failure.json',
  bundle: 'bundle',
  /** The log of whoever has built the image; absent where nobody did. */
  build: 'build',
  ranks: RANKS_FOLDER
} as const;

/** Files of a rank, below `ranks/N`. */
export const RANK_FILES = {
  work: WORK_FOLDER,
  log: 'log',
  /** When how many bytes of the log had been seen. */
  stamps: 'log.times',
  events: 'events.jsonl'
} as const;

const NEW = '.new-';
const GONE = '.gone-';

/** Folder of one rank, or of whoever builds the image. */
export function rankFolder(folder: string, rank: number): string {
  if (rank === BUILDER) return join(folder, FILES.build);
  return join(folder, FILES.ranks, String(rank));
}

/** Name of the folder in which a run is put together. */
export function newName(id: string, launcher: string, nonce: string): string {
  return `${NEW}${id}~${launcher}~${nonce}`;
}

/** The launcher's identity in the name of a new folder; `undefined` for other names. */
export function launcherOf(name: string): string | undefined {
  return name.startsWith(NEW) ? name.split('~')[1] : undefined;
}

/** Name a folder has while it is deleted. */
export function goneName(id: string, nonce: string): string {
  return `${GONE}${id}~${nonce}`;
}

/** Whether a folder is one that somebody began to delete. */
export function isGone(name: string): boolean {
  return name.startsWith(GONE);
}
