/** Writes files so that a reader, or whoever comes after a crash, never sees half of one. */
import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statfsSync,
  writeFileSync
} from 'node:fs';
import { dirname } from 'node:path';
import { bytesText, ProblemError, problem } from '@jupyterlab-kubeflow/protocol';
import { deniedText, saysFull } from '../../core/run/denied.js';

/** The system's code of an error, e.g. `ENOENT`. */
export function errorCode(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : undefined;
}

/** Whether an error says that the disk, or the user's share of it, is full. */
export function isFull(error: unknown): boolean {
  return saysFull(errorCode(error));
}

/** Whether an error says that there is no such file. */
export function isAbsent(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR'].includes(errorCode(error) ?? '');
}

/** Replaces a file as a whole. */
export function writeWhole(path: string, text: string): void {
  const draft = `${path}.${String(process.pid)}`;
  try {
    writeFileSync(draft, text, { flush: true });
    renameSync(draft, path);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}

/** As `writeWhole`; on a full disk in the room that `reserve` has kept. */
export function writeLast(path: string, text: string, reserve: string): void {
  try {
    writeWhole(path, text);
  } catch (error) {
    if (!isFull(error)) throw error;
    writeInto(reserve, text);
    renameSync(reserve, path);
  }
}

function writeInto(path: string, text: string): void {
  const file = openSync(path, 'r+');
  try {
    writeFileSync(file, text);
    ftruncateSync(file, Buffer.byteLength(text));
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Makes a folder, which is nobody else's to read, and those above it. */
export function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    // On a read-only file system Node says that a folder is missing: ask the system why.
    accessSync(nearest(folder), constants.W_OK);
    throw error;
  }
}

function nearest(folder: string): string {
  return existsSync(folder) ? folder : nearest(dirname(folder));
}

/** Text of a file; `undefined` when there is none. */
export function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
}

/**
 * The row of the error table for a failed write, else the error as it is.
 * @param needed - bytes that were to be written; 0: next to none
 */
export function writeProblem(error: unknown, folder: string, needed: number): unknown {
  if (isFull(error)) {
    const row = problem('disk-full', {
      folder,
      free: bytesText(freeBytes(folder)),
      needed: needed > 0 ? `, ${bytesText(needed)} are needed` : ''
    });
    return new ProblemError(row, { cause: error });
  }
  const detail = deniedText(errorCode(error));
  if (detail === undefined) return error;
  const row = problem('folder-not-writable', { folder, detail });
  return new ProblemError(row, { cause: error });
}

function freeBytes(folder: string): number {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  } catch {
    return 0;
  }
}
