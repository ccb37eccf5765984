/** The processes of a run, found by the environment variable that all of them inherit. */
import { readdirSync, readFileSync } from 'node:fs';

/** Ids of the living processes that belong to a run. Linux only: it reads `/proc`. */
export function processesOf(runId: string): number[] {
  const mark = `JKF_RUN_ID=${runId}`;
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .filter(pid => read(`/proc/${pid}/environ`).split('\0').includes(mark))
    .filter(pid => !/^State:\s+Z/m.test(read(`/proc/${pid}/status`)))
    .map(Number);
}

/** Empty when the process is gone or another user's. */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
