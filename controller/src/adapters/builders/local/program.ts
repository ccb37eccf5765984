/** Runs a builder's program with all that it starts, and ends all of it. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { LastLines } from '../../../core/builder/last-lines.js';

export interface Call {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly signal?: AbortSignal;
  readonly onLine?: (line: string) => void;
}

export interface Ended {
  /** `null` when a signal ended it. */
  readonly code: number | null;
  /** The last lines that it printed. */
  readonly lines: readonly string[];
}

/** Most lines that are kept. */
const KEPT = 50;
/** Milliseconds to end in, before it is killed. */
const GRACE = 3000;

/** Runs it to its end; throws the signal's reason when all of it has been ended. */
export async function runProgram(call: Call): Promise<Ended> {
  const { command, args, env, cwd, signal } = call;
  signal?.throwIfAborted();
  const child = spawn(command, args, {
    ...{ cwd, env, stdio: ['ignore', 'pipe', 'pipe'] },
    // A group of its own: what it starts is ended with it.
    detached: true
  });
  const last = new LastLines(KEPT);
  for (const stream of [child.stdout, child.stderr]) {
    createInterface(stream).on('line', line => {
      last.take(line);
      call.onLine?.(line);
    });
  }
  const stop = stopper(child.pid);
  signal?.addEventListener('abort', stop.begin);
  try {
    const code = await new Promise<number | null>((done, failed) => {
      child.on('error', failed);
      child.on('close', done);
    });
    signal?.throwIfAborted();
    return { code, lines: last.lines };
  } finally {
    signal?.removeEventListener('abort', stop.begin);
    stop.end();
  }
}

/** Asks the group to end, and later kills it. */
function stopper(pid: number | undefined): { begin: () => void; end: () => void } {
  let timer: NodeJS.Timeout | undefined;
  return {
    begin: () => {
      send(pid, 'SIGTERM');
      timer = setTimeout(() => {
        send(pid, 'SIGKILL');
      }, GRACE);
    },
    end: () => {
      clearTimeout(timer);
      // The first of them may end before the others.
      if (timer) send(pid, 'SIGKILL');
    }
  };
}

function send(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
