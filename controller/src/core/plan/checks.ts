/**
 * Checks: everything that is looked at before a run starts. A failed one blocks the
 * run and says what to change; a warning does not.
 */
import {
  problem,
  reason,
  type Check,
  type Message,
  type Problem,
  type Workload
} from '@jupyterlab-kubeflow/protocol';
import { bytesText } from './text.js';
import { FRAMEWORK_NAMES, MAX_RANKS, ROLES, rankCount } from '../workload/workload.js';

/** What the machine offers, as far as the checks need it. */
export interface MachineCapacity {
  readonly cpus: number;
  /** Graphics cards by name. */
  readonly gpus: readonly string[];
  readonly diskFreeBytes: number;
  /** The folder of runs and why it cannot be written to, in words. */
  readonly unwritable?: { readonly folder: string; readonly detail: string };
}

/** Distributions that execute a whole notebook. */
export const NOTEBOOK_MODE_NEEDS: readonly string[] = ['nbclient', 'ipykernel'];

/** A check that failed. */
export function failed(name: string, why: Problem): Check {
  return { name, outcome: 'failed', message: sentenceOf(why), problem: why };
}

/** A check that a user should read, but that blocks nothing. */
export function warned(name: string, why: Problem): Check {
  return { name, outcome: 'warning', message: sentenceOf(why), problem: why };
}

/** A warning that needs no remedy. */
export function noted(name: string, message: Message): Check {
  return { name, outcome: 'warning', message };
}

/** A check that found nothing wrong. */
export function passed(name: string, message: Message): Check {
  return { name, outcome: 'ok', message };
}

/** One failed check a problem, or one that passed. */
export function checkOf(
  name: string,
  problems: readonly Problem[],
  ok: Message
): Check[] {
  return problems.length > 0
    ? problems.map(why => failed(name, why))
    : [passed(name, ok)];
}

/** A plan runs when no check failed. */
export function isReady(checks: readonly Check[]): boolean {
  return checks.every(check => check.outcome !== 'failed');
}

/**
 * Numbers of ranks, and roles the framework knows.
 * @param asked - what the user asked for; the workload itself is always a possible one
 */
export function checkWorkload(
  workload: Workload,
  asked: number,
  machine: MachineCapacity
): Check[] {
  const ranks = rankCount(workload);
  const { framework } = workload;
  const strangers = workload.replicas.filter(
    ({ role }) => !ROLES[framework].includes(role)
  );
  const problems = strangers.map(({ role }) =>
    problem('role-unsuitable', {
      framework: FRAMEWORK_NAMES[framework],
      role,
      roles: ROLES[framework].join(', ')
    })
  );
  if (asked !== ranks || ranks > MAX_RANKS) {
    problems.push(problem('ranks-invalid', { ranks: asked, most: MAX_RANKS }));
  }
  if (problems.length === 0 && ranks > machine.cpus)
    return [noted('ranks', reason('ranks-share-cpus', { ranks, cpus: machine.cpus }))];
  return checkOf('ranks', problems, reason('ranks-fit', { ranks, cpus: machine.cpus }));
}

/** Whether there is a graphics card, said for code that would use one. */
export function checkGpu(workload: Workload, machine: MachineCapacity): Check[] {
  if (workload.framework === 'none' && machine.gpus.length === 0) return [];
  const message =
    machine.gpus.length > 0
      ? reason('gpu-found', { gpus: machine.gpus.join(', ') })
      : reason('gpu-absent', {});
  return [passed('gpu', message)];
}

/** Room beside the files themselves: logs, figures, a model. */
const DISK_RESERVE_BYTES = 64 * 1024 * 1024;

/** Runs can be kept where they are to be; every rank has its own copy of the bundle. */
export function checkDisk(
  size: number,
  workload: Workload,
  { diskFreeBytes: free, unwritable }: MachineCapacity
): Check[] {
  if (unwritable)
    return [failed('disk', problem('folder-not-writable', { ...unwritable }))];
  const needed = size * (rankCount(workload) + 1) + DISK_RESERVE_BYTES;
  const shown = { needed: bytesText(needed), free: bytesText(free) };
  const problems = free < needed ? [problem('disk-low', shown)] : [];
  return checkOf('disk', problems, reason('disk-enough', { free: shown.free }));
}

const SECRET_NAME =
  /PASSWORD|PASSWD|PASSPHRASE|_(PASS|PWD|PAT)$|(^|_)(TOKEN|SECRET|CREDENTIALS?|(API|ACCESS|PRIVATE|STORAGE|ACCOUNT)_?KEY)(_|$)/i;
/** `https://user:password@host`. */
const SECRET_VALUE = /:\/\/[^/\s:@]*:[^/\s@]+@/;

/** A plan is kept in clear: a value that must stay secret does not belong in it. */
export function isSecret(name: string, value: string): boolean {
  return SECRET_NAME.test(name) || SECRET_VALUE.test(value);
}

/** Variables by name; those of the user fail the plan, those of the kernelspec stay out. */
export function checkSecrets(
  chosen: Readonly<Record<string, string>>,
  kernelEnv: Readonly<Record<string, string>>
): Check[] {
  const refused = secretNames(chosen).map(name => problem('env-secret', { name }));
  const left = secretNames(kernelEnv).map(name =>
    warned('env', problem('kernel-env-secret', { name }))
  );
  if (refused.length === 0 && left.length > 0) return left;
  return [...checkOf('env', refused, reason('env-clean', {})), ...left];
}

function secretNames(variables: Readonly<Record<string, string>>): string[] {
  return Object.entries(variables).flatMap(([name, value]) =>
    isSecret(name, value) ? name : []
  );
}

function sentenceOf(why: Problem): Message {
  return { code: why.code, params: why.params, text: why.sentence };
}
