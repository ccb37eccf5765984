/** Faults of the folders in which packages are looked for, fetched and put into layers. */
import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { bytesText, problem, ProblemError } from '@jupyterlab-kubeflow/protocol';
import { deniedText, saysFull } from '../../core/run/denied.js';

/** Where something was to be written. */
export interface WrittenPlace {
  readonly folder: string;
  /** Name of the variable by which another folder is chosen. */
  readonly variable: 'JKF_HOME' | 'TMPDIR';
  /** Most bytes that it may take; `undefined` where nobody knows. */
  readonly needed: () => Promise<number | undefined>;
}

/**
 * The row of the error table for what could not be written, else the error as it is. To
 * be asked when what was written in vain is gone: the free bytes are those that a retry has.
 */
export async function placeProblem(
  error: unknown,
  { folder, variable, needed }: WrittenPlace
): Promise<unknown> {
  const { code } = error as NodeJS.ErrnoException;
  const detail = deniedText(code);
  if (detail !== undefined) {
    const row = problem('wheels-unwritable', { path: folder, detail, variable });
    return new ProblemError(row, { cause: error });
  }
  if (!saysFull(code)) return error;
  const most = await needed();
  const params = { folder, free: bytesText(await freeBytes(folder)), variable };
  const row =
    most === undefined
      ? problem('packages-no-room', params)
      : problem('wheels-no-room', { ...params, needed: bytesText(most) });
  return new ProblemError(row, { cause: error });
}

/** Does the work; what cannot be written there is told as `placeProblem` says. */
export async function inPlace<T>(
  place: WrittenPlace,
  work: () => Promise<T>
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw await placeProblem(error, place);
  }
}

/** What a program says that it has run out of, as Node would say it. */
export function fullInWords(text: string): Error | undefined {
  const [, number] = /\[Errno (28|122)\]/.exec(text) ?? [];
  if (number === undefined) return undefined;
  const code = number === '28' ? 'ENOSPC' : 'EDQUOT';
  return Object.assign(new Error('no room is left'), { code });
}

/** Of the file system of a folder that need not be there. */
async function freeBytes(folder: string): Promise<number> {
  const stats = await statfs(folder).catch(() => undefined);
  if (stats) return stats.bavail * stats.bsize;
  return dirname(folder) === folder ? 0 : freeBytes(dirname(folder));
}
