/**
 * Who a process is, beyond its number: numbers are given again after it ended, after
 * a restart of the computer, and in every container.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { procStat } from './processes.js';

export interface Identity {
  readonly pid: number;
  /** When it was started, in the system's own terms. */
  readonly start: string;
  /** This boot of the computer, and this container. */
  readonly boot: string;
  readonly host: string;
}

/** `elsewhere`: on another computer or container, where it cannot be looked up. */
export type Liveness = 'alive' | 'dead' | 'elsewhere';

/** The identity of a process of this computer; `undefined` when it does not exist. */
export function identify(pid: number): Identity | undefined {
  const start = startOf(pid);
  if (start === undefined) return undefined;
  return { pid, start, boot: bootToken(), host: hostToken() };
}

/** One word without `/` and `~`; the inverse of `parseIdentity`. */
export function formatIdentity(identity: Identity): string {
  const { pid, start, boot, host } = identity;
  return [String(pid), start, boot, host].join('.');
}

/** `undefined` for text that is no identity. */
export function parseIdentity(text: string): Identity | undefined {
  const [, pid, start, boot, host] =
    /^(\d+)\.(\w+)\.([\w-]+)\.(.*)$/.exec(text.trim()) ?? [];
  if (!pid || !start || !boot || host === undefined) return undefined;
  return { pid: Number(pid), start, boot, host };
}

/** Whether the process runs, or ran, in this boot of this computer. */
export function isHere({ host, boot }: Identity): boolean {
  return host === hostToken() && boot === bootToken();
}

/** Whether that very process still runs. */
export function liveness(identity: Identity): Liveness {
  if (identity.host !== hostToken()) return 'elsewhere';
  if (!isHere(identity)) return 'dead';
  return startOf(identity.pid) === identity.start ? 'alive' : 'dead';
}

function startOf(pid: number): string | undefined {
  if (process.platform !== 'linux') return psStart(pid);
  const stat = procStat(pid);
  return stat && !stat.zombie ? stat.start : undefined;
}

function psStart(pid: number): string | undefined {
  try {
    const args = ['-o', 'stat=,lstart=', '-p', String(pid)];
    const env = { ...process.env, LC_ALL: 'C', TZ: 'UTC' };
    const text = execFileSync('ps', args, { encoding: 'utf8', env }).trim();
    const [, state, date] = /^(\S+)\s+(.*)$/.exec(text) ?? [];
    if (!state || state.startsWith('Z') || !date) return undefined;
    return String(Date.parse(`${date} UTC`) / 1000);
  } catch {
    return undefined;
  }
}

function hostToken(): string {
  return hostname().replace(/[/~]/g, '_');
}

let boot: string | undefined;

/** Start times are absolute outside Linux: one token is enough there. */
function bootToken(): string {
  boot ??= process.platform === 'linux' ? linuxBoot() : process.platform;
  return boot;
}

function linuxBoot(): string {
  const id = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').slice(0, 8);
  const space = /\d+/.exec(readlinkSync('/proc/self/ns/pid'))?.[0] ?? '0';
  return `${id}-${space}`;
}
