/**
 * Measures what each rank on this computer uses and adds it to the rank's events. Read
 * from /proc; a system without it is not measured.
 */
import { appendFileSync, readdirSync, readFileSync } from 'node:fs';
import {
  beginRecording,
  look,
  pauseOfAll,
  rest,
  type Recorded,
  type Recording,
  type Usage
} from '../../core/run/usage.js';
import type { Clock } from '../../ports/clock.js';
import { membersOf, procStat, type Process } from '../run-folder/processes.js';
import { sleep } from '../run-folder/sleep.js';

interface Measured {
  /** File of the rank's events. */
  readonly events: string;
  readonly recording: Recording;
}

/** A process, and the CPU time of it and of its ended children. */
type Spender = Process & { readonly ticks: number };

/** Clock ticks a second, as Linux tells times to programs on every processor we run on. */
const TICKS = 100;

export class Meter {
  readonly #clock: Clock;
  /** By the process id of the rank. */
  readonly #ranks = new Map<number, Measured>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Begins to measure a rank that was just started. */
  add(pid: number, events: string): void {
    this.#ranks.set(pid, { events, recording: beginRecording(now()) });
  }

  /** Tells what was seen last of a rank that has ended. */
  end(pid: number): void {
    const measured = this.#ranks.get(pid);
    if (measured) this.#tell(pid, measured, rest(measured.recording));
    this.#ranks.delete(pid);
  }

  /** Looks until aborted. */
  async watch(signal: AbortSignal): Promise<void> {
    if (process.platform !== 'linux') return;
    do {
      const recordings = [...this.#ranks.values()].map(({ recording }) => recording);
      await sleep(pauseOfAll(recordings) * 1000, signal);
      if (this.#ranks.size > 0) this.#look();
    } while (!signal.aborted);
  }

  #look(): void {
    const processes = listSpenders();
    for (const [pid, measured] of this.#ranks) {
      const usage = usageOf(processes, pid);
      if (usage) this.#tell(pid, measured, look(measured.recording, now(), usage));
    }
  }

  #tell(pid: number, { events }: Measured, { recording, event }: Recorded): void {
    this.#ranks.set(pid, { events, recording });
    if (!event) return;
    const time = this.#clock.now() / 1000;
    try {
      // One call a line: the rank writes to the same file.
      appendFileSync(events, `${JSON.stringify({ kind: 'usage', time, ...event })}\n`);
    } catch {
      // The disk is full, or the folder gone: the run has other troubles than this.
      this.#ranks.delete(pid);
    }
  }
}

/** What a rank and all of its processes use; `undefined` when there are none any more. */
export function usageOf(
  processes: readonly Spender[],
  leader: number
): Usage | undefined {
  const membership = { mark: '', sessions: [leader], children: [leader] };
  const members = new Set(membersOf(processes, membership, process.pid));
  if (members.size === 0) return undefined;
  const ticks = processes
    .filter(({ pid }) => members.has(pid))
    .reduce((sum, one) => sum + one.ticks, 0);
  const memoryBytes = [...members].reduce((sum, pid) => sum + memoryOf(pid), 0);
  return { cpuSeconds: ticks / TICKS, memoryBytes };
}

/** Whose processes they are is told by their sessions: environments are not read. */
function listSpenders(): Spender[] {
  return namesIn('/proc')
    .filter(name => /^\d+$/.test(name))
    .flatMap(name => {
      const stat = procStat(Number(name));
      return stat ? [{ pid: Number(name), ...stat, marked: undefined }] : [];
    });
}

/** None where there are no files to be had: a plot must not end a run. */
function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** Memory that processes share is divided among them, where the kernel does that. */
function memoryOf(pid: number): number {
  const folder = `/proc/${String(pid)}`;
  const share = kilobytes(`${folder}/smaps_rollup`, /^Pss:\s+(\d+) kB$/m);
  return (share ?? kilobytes(`${folder}/status`, /^VmRSS:\s+(\d+) kB$/m) ?? 0) * 1024;
}

function kilobytes(path: string, line: RegExp): number | undefined {
  try {
    const [, amount] = line.exec(readFileSync(path, 'latin1')) ?? [];
    return amount === undefined ? undefined : Number(amount);
  } catch {
    return undefined;
  }
}

/** Seconds; not by the clock on the wall, which may be set back. */
function now(): number {
  return performance.now() / 1000;
}
