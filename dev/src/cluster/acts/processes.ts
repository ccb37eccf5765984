/** Processes of this computer, as `/proc` shows them. */
import { readdir, readFile, readlink } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { nodeProcesses, type ProcessFacts } from '../plan/sweep.js';

/** All processes with their arguments; those that end meanwhile are left out. */
export async function listProcesses(): Promise<ProcessFacts[]> {
  const pids = (await readdir('/proc')).filter(name => /^\d+$/.test(name));
  const found = await Promise.all(pids.map(describe));
  return found.filter(each => each !== undefined);
}

async function describe(pid: string): Promise<ProcessFacts | undefined> {
  try {
    const text = await readFile(`/proc/${pid}/cmdline`, 'utf8');
    return { pid: Number(pid), args: text.split('\0') };
  } catch {
    return undefined;
  }
}

/** The processes that hold a node, from the state folder's path. */
export async function findNode(folder: string): Promise<readonly number[]> {
  return nodeProcesses(await listProcesses(), folder);
}

/** A process in a network namespace other than ours: the way into the node. */
export async function insideOf(pids: readonly number[]): Promise<number | undefined> {
  const ours = await readlink('/proc/self/ns/pid');
  for (const pid of pids) {
    const theirs = await readlink(`/proc/${String(pid)}/ns/pid`).catch(() => ours);
    if (theirs !== ours) return pid;
  }
  return undefined;
}

const KILL_PATIENCE_MS = 20_000;
const STEP_MS = 20;

/**
 * Kills the node's first processes and waits until none is left. The first inside ends
 * when everything in its PID namespace has, and has no command line from its death on:
 * it is known by its number.
 */
export async function killNode(folder: string): Promise<void> {
  const deadline = Date.now() + KILL_PATIENCE_MS;
  const seen = new Set<number>();
  while (Date.now() < deadline) {
    const pids = await findNode(folder);
    pids.forEach(pid => seen.add(pid));
    pids.forEach(kill);
    if (pids.length === 0 && (await allGone(seen))) return;
    await sleep(STEP_MS);
  }
  throw new Error(
    `Processes of the cluster in ${folder} do not end. They may wait for a disk: see dmesg.`
  );
}

async function allGone(pids: ReadonlySet<number>): Promise<boolean> {
  const gone = await Promise.all([...pids].map(hasEnded));
  return gone.every(Boolean);
}

/** Also when nobody has asked how it ended: then it is a zombie, and holds nothing. */
export async function hasEnded(pid: number): Promise<boolean> {
  const stat = await readFile(`/proc/${String(pid)}/stat`, 'utf8').catch(() => '');
  // The name, in brackets, may hold anything.
  const state = stat.slice(stat.lastIndexOf(')') + 2)[0];
  return state === undefined || state === 'Z' || state === 'X';
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
