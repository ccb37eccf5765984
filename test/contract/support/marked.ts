/** Finds the processes of a run with `ps`, independently of the product. */
import { execFileSync } from 'node:child_process';

/** `PID COMMAND` of every process that carries the run's mark. */
export function marked(id: string): string[] {
  return processes('axeww')
    .filter(line => ` ${line} `.includes(` JKF_RUN_ID=${id} `))
    .map(line => line.slice(0, 80));
}

/** Process id of the guard of the run in a folder. */
export function guardOf(folder: string): number {
  const guard = commands().find(
    line => line.includes('jkf-guard') && line.endsWith(folder)
  );
  if (guard === undefined) throw new Error(`${folder} has no guard`);
  return Number(guard.split(' ')[0]);
}

/** Process ids of supervisors that were started for a run. */
export function supervisorsOf(id: string): number[] {
  return commands()
    .filter(line => / supervise \S+$/.test(line) && line.includes(`.new-${id}~`))
    .map(line => Number(line.split(' ')[0]));
}

/** `PID COMMAND` of every process. */
export function commands(): string[] {
  return processes('axww');
}

function processes(flags: string): string[] {
  const options = { encoding: 'utf8', maxBuffer: 2 ** 28 } as const;
  const text = execFileSync('ps', [flags, '-o', 'pid=,args='], options);
  return text.split('\n').map(line => line.trim());
}
