/** Ends all processes of a run, wherever they went. */
import { sleep } from '../run-folder/sleep.js';
import { listProcesses, membersOf, type Membership } from '../run-folder/processes.js';

/** Milliseconds between two looks: ever longer, for each reads what all processes are. */
const STEP = { first: 25, longest: 200 };
/** Longest wait for processes that even SIGKILL does not end (stuck in the kernel). */
const KILL_WAIT = 10_000;

/** The process ids of the run at this moment. */
export function runProcesses(membership: Membership): number[] {
  return membersOf(listProcesses(membership.mark), membership, process.pid);
}

/**
 * SIGTERM, after the grace SIGKILL, until no process of the run is left.
 * @param graceMs - 0: SIGKILL at once
 * @returns process ids that could not be ended
 */
export async function endTree(
  membership: () => Membership,
  graceMs: number
): Promise<number[]> {
  const asked = new Set<number>();
  const ask = (pid: number): void => {
    if (!asked.has(pid)) send(pid, 'SIGTERM');
    asked.add(pid);
  };
  if (graceMs > 0) await repeat(membership, ask, graceMs);
  const kill = (pid: number): void => {
    send(pid, 'SIGKILL');
  };
  return repeat(membership, kill, KILL_WAIT);
}

/** Acts on every process until none is left or the time is up. */
async function repeat(
  membership: () => Membership,
  act: (pid: number) => void,
  ms: number
): Promise<number[]> {
  const end = performance.now() + ms;
  for (let step = STEP.first; ; step = Math.min(2 * step, STEP.longest)) {
    const left = runProcesses(membership());
    left.forEach(act);
    if (left.length === 0 || performance.now() >= end) return left;
    await sleep(step);
  }
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended meanwhile, or belongs to another user (sudo): the caller looks again.
  }
}
