/** Runs a command to its end and gives what it printed. */
import { runCommand, type CommandResult } from '../../process.js';
import type { CommandLine } from '../plan/network.js';

/** How a command ended. */
export type Outcome = CommandResult;

export interface RunOptions {
  /** What it reads. */
  readonly input?: string;
  /** Added to this process's own environment. */
  readonly env?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/** A command that cannot be started ends with 127, as in a shell. */
export function attempt(
  [file, ...args]: CommandLine,
  { env, ...options }: RunOptions = {}
): Promise<Outcome> {
  const PATH = withSystem(process.env['PATH']);
  return runCommand({ file, args, env: { ...env, PATH }, ...options });
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

/** Not every PATH has the folders in which Debian keeps ip, iptables and runc. */
export function withSystem(path = ''): string {
  return `${path}:/usr/local/sbin:/usr/sbin:/sbin:/usr/bin:/bin`;
}
