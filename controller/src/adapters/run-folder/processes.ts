/**
 * The processes of this computer, as far as a run needs them: which belong to it, and
 * who is alive. Every process of a run inherits `JKF_RUN_ID`; that mark is found in
 * its environment wherever it went (another session, another parent).
 */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

export interface Process {
  readonly pid: number;
  readonly parent: number;
  /** Session on Linux, process group elsewhere: what a rank started as leader of. */
  readonly session: number;
  /** Ended, but not yet collected by its parent. */
  readonly zombie: boolean;
  /** Carries the mark; `undefined` when its environment cannot be read. */
  readonly marked: boolean | undefined;
}

/** What `/proc/PID/stat` says, as far as it is used. */
export interface Stat {
  readonly zombie: boolean;
  readonly parent: number;
  readonly session: number;
  /** Clock ticks since the computer was started. */
  readonly start: string;
  /** CPU time of it and of its ended children, in clock ticks. */
  readonly ticks: number;
}

/** Reads a `/proc/PID/stat` line; the command in it may hold spaces and parentheses. */
export function parseStat(text: string): Stat | undefined {
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const [state, parent, , session] = fields;
  const start = fields[19];
  if (!state || !parent || !session || !start) return undefined;
  return {
    zombie: state === 'Z' || state === 'X',
    parent: Number(parent),
    session: Number(session),
    start,
    ticks: fields.slice(11, 15).reduce((sum, text) => sum + Number(text), 0)
  };
}

/** Reads a line of `ps -o pid=,ppid=,pgid=,stat=,command=` with environments. */
export function parsePs(line: string, mark: string): Process | undefined {
  const [, pid, parent, group, state, command] =
    /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\S+)\s*(.*)$/.exec(line) ?? [];
  if (!pid || !parent || !group || !state) return undefined;
  const marked = ` ${command ?? ''} `.includes(` ${mark} `);
  return {
    pid: Number(pid),
    parent: Number(parent),
    session: Number(group),
    zombie: state.startsWith('Z'),
    // ps leaves the environment out for programs of the system: absence proves nothing.
    marked: marked || undefined
  };
}

/** What tells the processes of a run from others. */
export interface Membership {
  /** `NAME=value` in the environment. */
  readonly mark: string;
  /** Process ids the ranks have or had, each the leader of a session. */
  readonly sessions: readonly number[];
  /** Ranks that are certain to run: children that their supervisor has not collected. */
  readonly children?: readonly number[];
}

/** All processes; those of other users without their environment. */
export function listProcesses(mark: string): Process[] {
  return process.platform === 'linux' ? listProc(mark) : listPs(mark);
}

/**
 * Process ids that belong to the run: those with the mark, those in a rank's session,
 * and the descendants of both. Never the caller itself.
 */
export function membersOf(
  processes: readonly Process[],
  membership: Membership,
  self: number
): number[] {
  const byPid = new Map(processes.map(process => [process.pid, process]));
  // A leader that lives without the mark is a stranger who was given the number.
  const isStranger = (leader?: Process): boolean =>
    leader?.zombie === false && leader.marked === false;
  const sessions = new Set(
    membership.sessions.filter(pid => !isStranger(byPid.get(pid)))
  );
  const members = new Set(membership.children ?? []);
  const belongs = (process: Process): boolean =>
    process.marked === true ||
    sessions.has(process.session) ||
    members.has(process.parent);
  for (let before = -1; before !== members.size;) {
    before = members.size;
    for (const process of processes) if (belongs(process)) members.add(process.pid);
  }
  return [...members].filter(pid => pid !== self && byPid.get(pid)?.zombie === false);
}

function listProc(mark: string): Process[] {
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .flatMap(name => {
      const stat = procStat(Number(name));
      if (!stat) return [];
      return [{ pid: Number(name), ...stat, marked: isMarked(name, mark) }];
    });
}

/** `undefined` when there is no such process. */
export function procStat(pid: number): Stat | undefined {
  const text = readText(`/proc/${String(pid)}/stat`);
  return text === undefined ? undefined : parseStat(text);
}

function isMarked(pid: string, mark: string): boolean | undefined {
  const text = readText(`/proc/${pid}/environ`);
  return text === undefined ? undefined : `\0${text}\0`.includes(`\0${mark}\0`);
}

function listPs(mark: string): Process[] {
  const columns = ['-A', '-E', '-ww', '-o', 'pid=,ppid=,pgid=,stat=,command='];
  const text = execFileSync('ps', columns, {
    encoding: 'utf8',
    maxBuffer: 256 * 2 ** 20
  });
  return text.split('\n').flatMap(line => parsePs(line, mark) ?? []);
}

/** A file of /proc goes with its process at any moment, or is another user's. */
function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return undefined;
  }
}
