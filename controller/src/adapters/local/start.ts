/** Starts the supervisor of a run and waits until it has made the run exist. */
import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { ProblemError, fail, problem } from '@jupyterlab-kubeflow/protocol';
import { sleep } from '../run-folder/sleep.js';
import type { Host } from './host.js';
import { FILES } from '../run-folder/layout.js';
import { foreignEnvironment } from './rank-environment.js';
import { readSupervisor } from '../run-folder/run-files.js';
import { readIfThere, writeProblem } from '../run-folder/storage.js';

/** How a supervisor that could not make the run exist ends. */
export const EXIT = { taken: 70, full: 71 } as const;

/** Milliseconds between two looks, and until a supervisor without a sign is given up. */
const STEP = 10;
const PATIENCE = 60_000;

/** What is being started. */
export interface Start {
  readonly id: string;
  /** Bytes that a launch needs, for the sentence about a full disk. */
  readonly needed: number;
}

/** @returns the folder of the run */
export async function startSupervisor(
  host: Host,
  draft: string,
  start: Start
): Promise<string> {
  const child = spawnSupervisor(host, draft);
  const failure = new Promise<Error>(resolve => child.once('error', resolve));
  const { pid } = child;
  if (pid === undefined) {
    return fail('run-not-started', { id: start.id, detail: (await failure).message });
  }
  const folder = join(host.root, start.id);
  const owns = (): boolean => readSupervisor(folder)?.pid === pid;
  if (!(await committed(child, owns))) return notStarted(child, draft, start);
  child.unref();
  return folder;
}

function spawnSupervisor(host: Host, draft: string): ChildProcess {
  const [program = '', ...args] = host.supervisorCommand;
  const log = openSync(join(draft, FILES.supervisorLog), 'a');
  try {
    return spawn(program, [...args, 'supervise', draft], {
      cwd: host.root,
      detached: true,
      env: foreignEnvironment(host.env),
      stdio: ['ignore', log, log]
    });
  } finally {
    closeSync(log);
  }
}

/** True once the run is there and is this supervisor's; false when that one has ended. */
async function committed(child: ChildProcess, owns: () => boolean): Promise<boolean> {
  const end = performance.now() + PATIENCE;
  while (child.exitCode === null && child.signalCode === null) {
    if (owns()) return true;
    if (performance.now() > end) child.kill('SIGKILL');
    await sleep(STEP);
  }
  return owns();
}

function notStarted(child: ChildProcess, draft: string, start: Start): never {
  const { id } = start;
  if (child.exitCode === EXIT.taken) fail('run-exists', { id });
  const full = Object.assign(new Error('no room'), { code: 'ENOSPC' });
  if (child.exitCode === EXIT.full) throw writeProblem(full, draft, start.needed);
  const words = readIfThere(join(draft, FILES.supervisorLog)) ?? '';
  const detail = words.trim().split('\n').at(-1);
  const how = `exit code ${String(child.exitCode)}, signal ${String(child.signalCode)}`;
  const row = problem('run-not-started', { id, detail: detail ?? how });
  throw new ProblemError(row);
}
