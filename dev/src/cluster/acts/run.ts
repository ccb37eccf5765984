/** Runs a command to its end and gives what it printed. */
import { spawn } from 'node:child_process';
import type { CommandLine } from '../plan/network.js';

/** How a command ended. */
export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  /** What it reads. */
  readonly input?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly signal?: AbortSignal;
}

/** Never throws: a command that cannot be started ends with 127, as in a shell. */
export function attempt(
  [command, ...args]: CommandLine,
  { input, env, signal }: RunOptions = {}
): Promise<Outcome> {
  return new Promise(resolve => {
    const child = spawn(command, args, {
      stdio: 'pipe',
      env: { ...(env ?? process.env), PATH: withSystem(process.env['PATH']) },
      ...(signal ? { signal } : {})
    });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    // A command that does not read to the end is no fault of ours.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input ?? '');
    child.on('error', error => {
      resolve({ code: 127, stdout: '', stderr: error.message });
    });
    child.on('close', code => {
      resolve({ code: code ?? 128, stdout: text(out), stderr: text(err) });
    });
  });
}

/** As `attempt`, but a failure is an error that names the command and what it said. */
export async function must(line: CommandLine, options?: RunOptions): Promise<string> {
  const { code, stdout, stderr } = await attempt(line, options);
  if (code === 0) return stdout;
  throw new Error(`${line.join(' ')} failed:\n${stderr.trim() || stdout.trim()}`);
}

/** One after the other; the first failure ends it. */
export async function mustAll(lines: readonly CommandLine[]): Promise<void> {
  for (const line of lines) await must(line);
}

const text = (chunks: readonly Buffer[]): string => Buffer.concat(chunks).toString();

/** Not every PATH has the folders in which Debian keeps ip, iptables and runc. */
export function withSystem(path = ''): string {
  return `${path}:/usr/local/sbin:/usr/sbin:/sbin:/usr/bin:/bin`;
}
