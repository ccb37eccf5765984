/** Runs the login command that a kubeconfig names. */
import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { fail } from '@jupyterlab-kubeflow/protocol';
import {
  execInfo,
  execSpecOf,
  parseExecCredential,
  quotable,
  type ExecCredential,
  type ExecSpec
} from '../../core/cluster/exec-credential.js';
import { incomplete, type Access } from './access.js';

/** Longest time for an answer: whoever logs in by a browser needs a while. */
const PATIENCE = 90_000;

/** Most that is read of either output, in UTF-16 units. */
const OUTPUT_LIMIT = 1_000_000;

interface Output {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Asks it for credentials; `login-command-missing` or `login-command-failed`. */
export async function runPlugin(
  access: Access,
  env: Environment
): Promise<ExecCredential> {
  const { context } = access.target;
  const spec = specOf(access);
  const { command } = spec;
  const failed = (detail: string): never =>
    fail('login-command-failed', { command, context, detail });
  if (spec.interactive) return failed('it needs a terminal');
  const output = await run(access, spec, env);
  if (output.code !== 0) {
    const code = `it ends with ${String(output.code ?? 'a signal')}`;
    return failed(quotable(output.stderr) || code);
  }
  try {
    return parseExecCredential(output.stdout, spec.apiVersion);
  } catch (error) {
    return failed(wordsOf(error));
  }
}

function specOf({ target, user }: Access): ExecSpec {
  try {
    return execSpecOf(user.fields);
  } catch (error) {
    return incomplete(target.context, `the user ${target.user}`, wordsOf(error));
  }
}

const wordsOf = (error: unknown): string =>
  error instanceof RangeError ? error.message : 'it cannot be understood';

type Environment = Readonly<Record<string, string | undefined>>;

async function run(access: Access, spec: ExecSpec, env: Environment): Promise<Output> {
  const { user, target } = access;
  // A path with a slash starts from the kubeconfig; a name is looked up on the PATH.
  const { command } = spec;
  const program = /[\\/]/.test(command) ? resolve(user.folder, command) : command;
  const info = infoOf(access, spec);
  try {
    return await outputOf(program, spec.args, {
      ...env,
      ...spec.env,
      KUBERNETES_EXEC_INFO: info
    });
  } catch (error) {
    return notStarted(target.context, spec, (error as NodeJS.ErrnoException).code);
  }
}

function notStarted(context: string, spec: ExecSpec, code: string | undefined): never {
  const { command } = spec;
  if (code !== 'ENOENT') {
    const detail = code ?? 'it does not start';
    return fail('login-command-failed', { command, context, detail });
  }
  const hint = spec.installHint === undefined ? '' : ` ${spec.installHint.trim()}`;
  return fail('login-command-missing', { command, context, hint });
}

/** What the command is told, in its environment. */
function infoOf({ endpoint, execConfig }: Access, spec: ExecSpec): string {
  const { server, ca, serverName, insecure } = endpoint;
  const about = {
    server: server.href.replace(/\/$/, ''),
    insecure,
    ...(serverName === undefined ? {} : { serverName }),
    ...(execConfig === undefined ? {} : { config: execConfig })
  };
  const caData = ca === undefined ? undefined : Buffer.from(ca).toString('base64');
  return execInfo(spec, about, caData);
}

function outputOf(
  program: string,
  args: readonly string[],
  env: Environment
): Promise<Output> {
  return new Promise((resolved, rejected) => {
    const child = spawn(program, args, {
      env: { ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: PATIENCE
    });
    let [stdout, stderr] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      if (stdout.length < OUTPUT_LIMIT) stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      if (stderr.length < OUTPUT_LIMIT) stderr += text;
    });
    child.on('error', rejected);
    child.on('close', code => {
      resolved({ code, stdout, stderr });
    });
  });
}
