/** Asks a Python interpreter things, as a child process that runs none of the user's code. */
import { execFile } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { delimiter, dirname, isAbsolute, join } from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** Long enough for a cold network file system; a Python that needs longer is not usable. */
const PROBE_TIMEOUT_MS = 60_000;
const PROBE_BYTES = 64 * 1024 * 1024;

/** What a probe of the interpreter printed, or why it did not answer. */
export type Answer =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly why: string };

/** Whom to ask. */
export interface Asked {
  /** Absolute path. */
  readonly python: string;
  /** The whole environment the interpreter will have in a run. */
  readonly env: NodeJS.ProcessEnv;
}

/**
 * Runs a program text in the interpreter.
 * The current folder is the interpreter's own: Python looks for modules in the
 * current folder first, and the user's may hold a `json.py`.
 */
export async function ask(
  { python, env }: Asked,
  program: string,
  input = ''
): Promise<Answer> {
  try {
    const child = execute(python, ['-B', '-c', program], {
      cwd: dirname(python),
      env,
      timeout: PROBE_TIMEOUT_MS,
      maxBuffer: PROBE_BYTES
    });
    child.child.stdin?.on('error', () => undefined);
    child.child.stdin?.end(input);
    return { ok: true, text: (await child).stdout };
  } catch (error) {
    return { ok: false, why: whyItFailed(error) };
  }
}

/** The last line a failed child wrote: Python puts the exception there. */
function whyItFailed(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const stderr = 'stderr' in error ? String(error.stderr).trim() : '';
  return (
    stderr.split('\n').at(-1)?.trim() || error.message.split('\n')[0] || error.name
  );
}

/** Absolute path of a command: itself when it is a path, else looked up on the PATH. */
export async function locate(
  command: string,
  path: string | undefined
): Promise<string | undefined> {
  const candidates = isAbsolute(command)
    ? [command]
    : (path ?? '').split(delimiter).map(folder => join(folder, command));
  for (const candidate of candidates) {
    const found = await access(candidate, constants.X_OK).then(
      () => true,
      () => false
    );
    if (found) return candidate;
  }
  return undefined;
}
