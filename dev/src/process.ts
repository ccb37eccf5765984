/** Commands of other programs, run to their end: lines as they come, cancelled as a group. */
import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

/** What to run. */
export interface CommandSpec {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  /** Added to this process's own environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** Written to the command's standard input, which is then closed. */
  readonly input?: string;
  /** 0 as ordinary programs, up to 19 for work that may wait for others. @default 0 */
  readonly niceness?: number;
  /** Ends it when this process ends, however that ends. Linux with util-linux only. */
  readonly endsWithUs?: boolean;
  /** Ends the command, and what it started, when it aborts. */
  readonly signal?: AbortSignal;
  /** Each line of standard error, as it comes. */
  readonly onErrorLine?: (line: string) => void;
}

/** How a command ended. */
export interface CommandResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command to its end. A program that cannot be started ends with code 127. */
export type Runner = (command: CommandSpec) => Promise<CommandResult>;

/** Standard error is kept for messages: its end is what they show. */
const KEPT_LINES = 200;

/** The runner that starts real processes. */
export const runCommand: Runner = async command => {
  command.signal?.throwIfAborted();
  const [file, ...args] = commandLine(command);
  const child = spawn(file, args, {
    cwd: command.cwd,
    env: { ...process.env, ...command.env },
    stdio: ['pipe', 'pipe', 'pipe'],
    // A group of its own: a build is cancelled together with its compilers.
    detached: true
  });
  // A command that does not read its input to the end closes it: no error of ours.
  child.stdin.on('error', () => undefined).end(command.input ?? '');
  return Promise.race([outcome(child, command), failedStart(child)]);
};

async function outcome(
  child: ChildProcess & { stdout: Readable; stderr: Readable },
  { signal, onErrorLine }: CommandSpec
): Promise<CommandResult> {
  const cancel = (): void => {
    endGroup(child);
  };
  signal?.addEventListener('abort', cancel, { once: true });
  const errors = keepLines(child.stderr, onErrorLine);
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  const code = await new Promise<number>(done => {
    child.once('close', status => {
      done(status ?? 128);
    });
  });
  signal?.removeEventListener('abort', cancel);
  signal?.throwIfAborted();
  return { code, stdout, stderr: errors.join('\n') };
}

function keepLines(stream: Readable, onLine?: (line: string) => void): string[] {
  const kept: string[] = [];
  createInterface({ input: stream }).on('line', line => {
    kept.push(line);
    if (kept.length > KEPT_LINES) kept.shift();
    onLine?.(line);
  });
  return kept;
}

function failedStart(child: ChildProcess): Promise<CommandResult> {
  return new Promise(done => {
    child.once('error', error => {
      done({ code: 127, stdout: '', stderr: error.message });
    });
  });
}

/** Lowered before it starts: afterwards only one of its threads would be. */
function commandLine({
  file,
  args,
  niceness = 0,
  endsWithUs = false
}: CommandSpec): readonly [string, ...string[]] {
  const tied = endsWithUs ? ['setpriv', '--pdeathsig', 'KILL'] : [];
  const nice = niceness === 0 ? [] : ['nice', '-n', String(niceness)];
  const [first = file, ...rest] = [...nice, ...tied, file, ...args];
  return [first, ...rest];
}

function endGroup(child: ChildProcess): void {
  if (child.pid === undefined || child.exitCode !== null) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // The group has ended already.
  }
}
