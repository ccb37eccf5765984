/** Starts the process of a rank. */
import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import type { Rank } from '@jupyterlab-kubeflow/protocol';
import { RANK_FILES } from '../run-folder/layout.js';

type Environment = Readonly<Record<string, string>>;

/** Starts `PYTHON -u .jkf/runner`. @param folder - the rank's folder */
export function startRank(
  folder: string,
  python: string,
  env: Environment
): ChildProcess {
  return startProgram(folder, [python, '-u', '.jkf/runner'], env);
}

/**
 * Starts a program in a rank's working folder as the leader of a session of its own. Its
 * output goes straight into the log, each write at the file's end: no line is lost when
 * the supervisor dies.
 */
export function startProgram(
  folder: string,
  [program = '', ...args]: readonly string[],
  env: Environment
): ChildProcess {
  const log = openSync(join(folder, RANK_FILES.log), 'a');
  try {
    return spawn(program, args, {
      cwd: join(folder, RANK_FILES.work),
      detached: true,
      env,
      stdio: ['ignore', log, log]
    });
  } finally {
    closeSync(log);
  }
}

/** How a process ended, in the terms of a rank. */
export function exitOf(
  code: number | null,
  signal: NodeJS.Signals | null
): Pick<Rank, 'exitCode' | 'signal'> {
  if (signal === null) return { exitCode: code ?? 1 };
  return { exitCode: 128 + constants.signals[signal], signal };
}
