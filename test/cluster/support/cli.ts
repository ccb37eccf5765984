/** The cluster's command line, as tests call it: compiled once, called directly. */
import { spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '..', '..', '..');
const MAIN = resolve(ROOT, 'dev', 'lib', 'main.js');

/** A cluster for tests must not be the one somebody works with. */
export const testName = (purpose: string): string =>
  `${purpose}-${createHash('sha256').update(ROOT).digest('hex').slice(0, 7)}`;

export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly input?: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** Runs a program to its end. */
export function run(
  command: string,
  args: readonly string[],
  { input = '', env = process.env }: RunOptions = {}
): Promise<Outcome> {
  return new Promise((done, failed) => {
    const child = spawn(command, args, { env, cwd: ROOT, stdio: 'pipe' });
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
    child.on('error', failed);
    child.on('close', code => {
      done({ code: code ?? 128, stdout, stderr });
    });
  });
}

/** As `run`; a failure is an Error with what was said. */
export async function must(
  command: string,
  args: readonly string[],
  options?: RunOptions
): Promise<string> {
  const { code, stdout, stderr } = await run(command, args, options);
  if (code === 0) return stdout;
  throw new Error(`${command} ${args.join(' ')}: ${String(code)}\n${stderr}${stdout}`);
}

/** Whatever the tester has set, tests make a cluster of their own. */
const environment = (): NodeJS.ProcessEnv => ({ ...process.env, JKF_KUBECONFIG: '' });

const line = (args: readonly string[], name: string): string[] => {
  const [words, rest] = split(args);
  return [MAIN, ...words, '--name', name, ...rest];
};

/** `--name` stands before what is passed through. */
function split(args: readonly string[]): [string[], string[]] {
  const at = args[0] === 'kubectl' || args[0] === 'inside' ? 1 : args.length;
  return [['cluster', ...args.slice(0, at)], args.slice(at)];
}

/** `npm run cluster -- ARGS --name NAME`. */
export const cluster = (name: string, ...args: string[]): Promise<Outcome> =>
  run(process.execPath, line(args, name), { env: environment() });

/** As `cluster`; a failure is an Error. */
export const mustCluster = (name: string, ...args: string[]): Promise<string> =>
  must(process.execPath, line(args, name), { env: environment() });

/** As `cluster`, for one that is to be killed. */
export const startCluster = (name: string, ...args: string[]): ChildProcess =>
  spawn(process.execPath, line(args, name), { env: environment(), stdio: 'ignore' });

/** Compiles the tools, as `npm run cluster` does before it runs them. */
export const compile = (): Promise<string> =>
  must(process.execPath, [resolve(ROOT, 'scripts', 'dev.mjs'), 'cluster', '--help']);

/** Runs the other tool: images. */
export function images(args: readonly string[], password?: string): Promise<string> {
  const secret = password === undefined ? {} : { JKF_REGISTRY_PASSWORD: password };
  const env = { ...process.env, ...secret };
  return must(process.execPath, [MAIN, 'images', ...args], { env });
}
