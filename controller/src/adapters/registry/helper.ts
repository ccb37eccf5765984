/** Runs Docker's credential helpers: a program that is asked for a server's login. */
import { spawn } from 'node:child_process';
import { fail } from '@jupyterlab-kubeflow/protocol';
import { quotable } from '../../core/cluster/exec-credential.js';
import { parseHelperAnswer } from '../../core/registry/docker-config.js';
import type { Login } from '../../core/registry/login.js';

export interface HelperCall {
  /** `ecr-login` of `docker-credential-ecr-login`. */
  readonly helper: string;
  /** The key it keeps the login under. */
  readonly server: string;
  /** For sentences. */
  readonly host: string;
  /** The file that names it. */
  readonly path: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Longest time for an answer, in milliseconds. */
const PATIENCE = 30_000;

/** Most that is read of either output, in UTF-16 units. */
const OUTPUT_LIMIT = 1_000_000;

/**
 * The login, or undefined when the helper has none for the server;
 * `credential-helper-missing` or `credential-helper-failed`.
 */
export async function askHelper(
  { helper, server, host, path }: HelperCall,
  env: Environment
): Promise<Login | undefined> {
  const command = `docker-credential-${helper}`;
  const output = await run(command, server, env).catch((error: unknown) => {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT')
      return fail('credential-helper-missing', { host, command, path });
    const detail = code ?? 'it does not start';
    return fail('credential-helper-failed', { host, command, detail });
  });
  if (output.code !== 0) {
    const said = `${output.stdout}\n${output.stderr}`;
    if (/credentials not found/i.test(said)) return undefined;
    const code = `it ends with ${String(output.code ?? 'a signal')}`;
    const detail = quotable(output.stderr) || quotable(output.stdout) || code;
    return fail('credential-helper-failed', { host, command, detail });
  }
  return (
    parseHelperAnswer(output.stdout) ??
    fail('credential-helper-failed', {
      ...{ host, command },
      detail: 'what it prints is no login'
    })
  );
}

interface Output {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function run(command: string, server: string, env: Environment): Promise<Output> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, ['get'], { env: { ...env }, timeout: PATIENCE });
    let [stdout, stderr] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      if (stdout.length < OUTPUT_LIMIT) stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      if (stderr.length < OUTPUT_LIMIT) stderr += text;
    });
    child.on('error', reject);
    child.on('close', code => {
      resolve({ code, stdout, stderr });
    });
    // A helper that reads nothing has closed its input.
    child.stdin.on('error', () => undefined);
    child.stdin.end(server);
  });
}
