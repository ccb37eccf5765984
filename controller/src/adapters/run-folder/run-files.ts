/** The files of a run, parsed as they are read. */
import { statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { Plan, Run, RunnerEvent, fail } from '@jupyterlab-kubeflow/protocol';
import { formatIdentity, liveness, parseIdentity, type Identity } from './identity.js';
import { FILES } from './layout.js';
import { readIfThere, writeWhole } from './storage.js';

/** Seconds without a sign after which a supervisor on another computer counts as dead. */
const SILENCE = 120;

/** The run as last written; `undefined` when there is none. */
export function readState(folder: string, id: string): Run | undefined {
  const text = readIfThere(join(folder, FILES.state));
  if (text === undefined) return undefined;
  const parsed = Run.safeParse(parseJson(text));
  if (!parsed.success) return unreadable(folder, id, FILES.state);
  return { ...parsed.data, folder };
}

/** The plan as it was launched. */
export function readPlan(folder: string, id: string): Plan {
  const text = readIfThere(join(folder, FILES.plan));
  const parsed = Plan.safeParse(parseJson(text ?? ''));
  return parsed.success ? parsed.data : unreadable(folder, id, FILES.plan);
}

/** `undefined` for a line that is no event: cut short by a kill, or not ours. */
export function parseEvent(line: string): RunnerEvent | undefined {
  const parsed = RunnerEvent.safeParse(parseJson(line));
  return parsed.success ? parsed.data : undefined;
}

export function writeSupervisor(folder: string, identity: Identity): void {
  writeWhole(join(folder, FILES.supervisor), formatIdentity(identity));
}

/** The supervisor; `undefined` when its file is missing or damaged. */
export function readSupervisor(folder: string): Identity | undefined {
  return parseIdentity(readIfThere(join(folder, FILES.supervisor)) ?? '');
}

/**
 * `NAME=value` in the environment of every process of the run. It tells the supervisor,
 * not the run's id: ids are unique in one folder of runs only.
 */
export function supervisorMark(folder: string): string {
  const identity = readSupervisor(folder);
  return `JKF_SUPERVISOR=${identity ? formatIdentity(identity) : 'none'}`;
}

/** Signs of life for readers on other computers that share the folder. */
export function touchSupervisor(folder: string, now: number): void {
  utimesSync(join(folder, FILES.supervisor), now / 1000, now / 1000);
}

/** Whether the supervisor still owns the run. */
export function isSupervised(folder: string, now: number): boolean {
  const identity = readSupervisor(folder);
  if (!identity) return false;
  const state = liveness(identity);
  return state === 'elsewhere' ? !isSilent(folder, now) : state === 'alive';
}

function isSilent(folder: string, now: number): boolean {
  const { mtimeMs } = statSync(join(folder, FILES.supervisor));
  return now - mtimeMs > SILENCE * 1000;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function unreadable(folder: string, id: string, file: string): never {
  return fail('run-unreadable', {
    id,
    folder,
    detail: `${file} is damaged, missing or of another version`
  });
}
