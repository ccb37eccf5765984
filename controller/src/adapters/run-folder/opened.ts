/** Opens files of a run for reading, and nothing outside it. */
import { constants, type BigIntStats } from 'node:fs';
import { open, realpath, stat, type FileHandle } from 'node:fs/promises';
import { join, sep } from 'node:path';
import type { OpenFile } from '../../ports/target.js';

/** Bytes read at once. */
const CHUNK = 64 * 1024;

/** Never waits for the other end of a pipe, never follows a link put there meanwhile. */
const FLAGS = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW;

/**
 * A file below the folder; `undefined` when there is none, and for pipes and devices.
 * Links are followed first: what a run links to outside its folder is not its own to
 * give. Nothing is opened before the bytes are asked for, so that whoever never asks
 * has nothing to close.
 */
export async function openBelow(
  folder: string,
  path: string
): Promise<OpenFile | undefined> {
  const real = await realpath(join(folder, path)).catch(() => undefined);
  const root = await realpath(folder).catch(() => undefined);
  if (real === undefined || root === undefined) return undefined;
  if (!real.startsWith(root + sep)) return undefined;
  const found = await stat(real, { bigint: true }).catch(() => undefined);
  if (!found?.isFile()) return undefined;
  return { size: Number(found.size), bytes: bytesOf(real, found) };
}

/** The bytes that were there when it was found: the file may grow while it is read. */
async function* bytesOf(path: string, found: BigIntStats): AsyncGenerator<Uint8Array> {
  const file = await open(path, FLAGS);
  try {
    const { dev, ino } = await file.stat({ bigint: true });
    if (dev !== found.dev || ino !== found.ino) throw changed(path);
    yield* pieces(file, path, Number(found.size));
  } finally {
    await file.close();
  }
}

async function* pieces(
  file: FileHandle,
  path: string,
  size: number
): AsyncGenerator<Uint8Array> {
  for (let position = 0; position < size;) {
    const piece = Buffer.allocUnsafe(Math.min(CHUNK, size - position));
    const { bytesRead } = await file.read(piece, 0, piece.length, position);
    // Half a file must not be taken for all of it.
    if (bytesRead === 0) throw changed(path);
    position += bytesRead;
    yield piece.subarray(0, bytesRead);
  }
}

function changed(path: string): Error {
  return new Error(`${path} was replaced or cut short while it was read`);
}
