/**
 * Folders that are made once and kept: complete or absent, whoever is killed when. Two
 * that want the same one make it once.
 */
import { mkdir, mkdtemp, readFile, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Options of `ensureFolder`. */
export interface EnsureFolderOptions {
  readonly signal?: AbortSignal | undefined;
  /** Longest time to wait for another process that makes it. @default half an hour */
  readonly patienceMs?: number;
}

const PATIENCE_MS = 30 * 60_000;
const MARK = '.making-';

const underway = new Map<string, Promise<void>>();

/**
 * Returns when the folder is there: `make` fills an empty one beside it, which then takes
 * its name. What makers left that were killed is removed.
 * @throws {Error} what `make` throws, or that another process takes too long
 */
export function ensureFolder(
  folder: string,
  make: (folder: string) => Promise<void>,
  options: EnsureFolderOptions = {}
): Promise<void> {
  const known = underway.get(folder);
  if (known) return known;
  const started = ensure(folder, make, options).finally(() => underway.delete(folder));
  underway.set(folder, started);
  return started;
}

/** Whether the folder is there, hence complete. */
export async function isComplete(folder: string): Promise<boolean> {
  return stat(folder).then(
    () => true,
    () => false
  );
}

async function ensure(
  folder: string,
  make: (folder: string) => Promise<void>,
  { signal, patienceMs = PATIENCE_MS }: EnsureFolderOptions
): Promise<void> {
  const deadline = Date.now() + patienceMs;
  while (!(await isComplete(folder))) {
    signal?.throwIfAborted();
    const claim = await claimFolder(folder);
    if (claim !== undefined) {
      await fill(folder, claim, make);
      return;
    }
    if (Date.now() > deadline) throw tooLong(folder);
    await sleep(300 + Math.random() * 500, undefined, signal ? { signal } : {});
  }
}

async function fill(
  folder: string,
  claim: string,
  make: (folder: string) => Promise<void>
): Promise<void> {
  try {
    await make(claim);
    await rename(claim, folder);
  } catch (error) {
    await remove(claim);
    throw error;
  }
}

/** The folder to fill, or undefined while another process makes it. */
async function claimFolder(folder: string): Promise<string | undefined> {
  const parent = dirname(folder);
  const prefix = `${basename(folder)}${MARK}`;
  await mkdir(parent, { recursive: true });
  const mine = await mkdtemp(join(parent, `${prefix}${await identity()}-`));
  const others = (await readdir(parent))
    .filter(entry => entry.startsWith(prefix))
    .map(entry => join(parent, entry))
    .filter(entry => entry !== mine);
  const alive = await Promise.all(others.map(isHeld));
  // Looked at after the makers: one that has ended since may have completed it.
  if (alive.includes(true) || (await isComplete(folder))) {
    await remove(mine);
    return undefined;
  }
  await Promise.all(others.map(remove));
  return mine;
}

/** This process among all there ever were: its number may be given again. */
async function identity(): Promise<string> {
  return `${String(process.pid)}-${(await startTime(process.pid)) ?? '0'}`;
}

/** Whether the process that made the folder still runs. */
async function isHeld(entry: string): Promise<boolean> {
  const [, pid = '', started = ''] =
    /\.making-(\d+)-(\d+)-[^-]*$/.exec(basename(entry)) ?? [];
  if (!isAlive(Number(pid))) return false;
  const now = await startTime(Number(pid));
  return now === undefined || started === '0' || now === started;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** In ticks since the computer started; undefined where the system has no /proc. */
async function startTime(pid: number): Promise<string | undefined> {
  const text = await readFile(`/proc/${String(pid)}/stat`, 'utf8').catch(() => '');
  // The second field is a name in parentheses that may hold spaces.
  return text.slice(text.lastIndexOf(')') + 2).split(' ')[19];
}

function remove(folder: string): Promise<void> {
  // Retried: the compilers of a builder that was killed may still be writing.
  return rm(folder, { recursive: true, force: true, maxRetries: 5 });
}

function tooLong(folder: string): Error {
  return new Error(
    `Another process has been making ${folder} for too long. ` +
      `If none is, remove what it left: rm -r '${folder}${MARK}'*`
  );
}
