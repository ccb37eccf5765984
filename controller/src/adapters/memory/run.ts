/** A run in memory: its ranks take one step each in turn, on their own. */
import type { OutputFile, Plan, Rank, Run } from '@jupyterlab-kubeflow/protocol';
import { hasEnded } from '../../core/run/ended.js';
import { failureProblem } from '../../core/run/failure.js';
import {
  combine,
  EMPTY_SUMMARY,
  summarize,
  type RankSummary
} from '../../core/run/summary.js';
import { verdict } from '../../core/run/verdict.js';
import type { Bundle } from '../../core/bundle/bundle.js';
import type { Clock } from '../../ports/clock.js';
import { Journal } from './journal.js';
import type { Program, Step } from './program.js';

type Raise = Extract<Step, { kind: 'raise' }>;

export class MemoryRun {
  readonly journal = new Journal();
  readonly plan: Plan;
  readonly bundle: Bundle;
  readonly #program: Program;
  readonly #clock: Clock;
  readonly #positions: number[];
  readonly #files: Map<string, Uint8Array>[];
  readonly #waiting = new Set<() => void>();
  #summaries: RankSummary[];
  #run: Run;

  constructor(run: Run, what: { plan: Plan; bundle: Bundle }, how: Means) {
    this.plan = what.plan;
    this.bundle = what.bundle;
    this.#program = how.program;
    this.#clock = how.clock;
    this.#run = run;
    this.#positions = run.ranks.map(() => 0);
    this.#files = run.ranks.map(() => new Map<string, Uint8Array>());
    this.#summaries = run.ranks.map(() => EMPTY_SUMMARY);
  }

  get run(): Run {
    return { ...this.#run, ...combine(this.#run, this.#summaries) };
  }

  get outputs(): OutputFile[] {
    return this.#files.flatMap((files, rank) =>
      [...files]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([path, bytes]) => ({ rank, path, size: bytes.length }))
    );
  }

  /** Bytes of its output and of the files that ranks wrote. */
  get size(): number {
    const files = this.outputs.reduce((sum, { size }) => sum + size, 0);
    return this.#run.ranks.reduce(
      (sum, { rank }) => sum + Buffer.byteLength(this.journal.log(rank)),
      files
    );
  }

  /** A file that a rank wrote. */
  file(rank: number, path: string): Uint8Array | undefined {
    return this.#files[rank]?.get(path);
  }

  /** Lets the ranks take their steps until the run ends or all of them hang. */
  async live(): Promise<void> {
    const startedAt = this.#clock.now();
    const ranks = this.#run.ranks.map((rank): Rank => ({
      ...rank,
      state: 'running',
      startedAt
    }));
    this.#run = { ...this.#run, state: 'running', startedAt, ranks };
    while (!hasEnded(this.#run) && this.#step()) {
      this.#notify();
      await Promise.resolve();
    }
    this.#notify();
  }

  cancel(): void {
    if (hasEnded(this.#run)) return;
    this.#end({ state: 'cancelled' });
    this.#notify();
  }

  /** Resolves after the next change. */
  changed(signal?: AbortSignal): Promise<void> {
    return new Promise(resolve => {
      const wake = (): void => {
        signal?.removeEventListener('abort', wake);
        resolve();
      };
      this.#waiting.add(wake);
      signal?.addEventListener('abort', wake);
    });
  }

  #notify(): void {
    for (const wake of this.#waiting) wake();
    this.#waiting.clear();
  }

  /** One step of every rank that can take one; false when none can. */
  #step(): boolean {
    let moved = false;
    for (const { rank, state } of this.#run.ranks) {
      if (state !== 'running' || hasEnded(this.#run)) continue;
      const step = this.#program[rank]?.[this.#positions[rank] ?? 0];
      if (step?.kind === 'hang') continue;
      this.#positions[rank] = (this.#positions[rank] ?? 0) + 1;
      this.#take(rank, step ?? { kind: 'exit', code: 0 });
      moved = true;
    }
    return moved;
  }

  #take(rank: number, step: Step): void {
    const now = this.#clock.now();
    switch (step.kind) {
      case 'write':
        this.journal.write(rank, step.text, now);
        return;
      case 'metric':
        this.#metric(rank, step.name, step.value);
        return;
      case 'file':
        this.#files[rank]?.set(step.path, new TextEncoder().encode(step.text));
        return;
      case 'raise':
        this.#raise(rank, step);
        return;
      case 'exit':
        this.#exit(rank, step.code);
        return;
      case 'hang':
        return;
    }
  }

  #metric(rank: number, name: string, value: number): void {
    const now = this.#clock.now();
    this.journal.write(rank, `${name}=${String(value)}\n`, now);
    this.#event(rank, { kind: 'metric', time: now / 1000, cell: 0, name, value });
  }

  #raise(rank: number, { message }: Raise): void {
    const now = this.#clock.now();
    const exception = 'ValueError';
    const traceback = `${exception}: ${message}\n`;
    this.journal.write(rank, traceback, now);
    const what = { line: 1, exception, message, traceback, expected: false };
    this.#event(rank, { kind: 'failure', time: now / 1000, cell: 0, ...what });
    this.#exit(rank, 1);
  }

  #event(rank: number, event: Parameters<Journal['event']>[1]): void {
    this.journal.event(rank, event);
    const before = this.#summaries[rank];
    if (before) this.#summaries[rank] = summarize(before, event);
  }

  #exit(number: number, exitCode: number): void {
    const endedAt = this.#clock.now();
    const state = exitCode === 0 ? 'succeeded' : 'failed';
    const ranks = this.#run.ranks.map(rank =>
      rank.rank === number ? { ...rank, state, exitCode, endedAt } : rank
    );
    this.#run = { ...this.#run, ranks } as Run;
    this.journal.close(number, endedAt);
    const now = verdict(this.#run.framework, ranks as Rank[]);
    if (now.kind === 'succeeded') this.#end({ state: 'succeeded' });
    if (now.kind === 'failed') {
      const failed = { ...this.#run, summaries: this.#summaries };
      this.#end({ state: 'failed', problem: failureProblem(failed, now.rank) });
    }
  }

  #end(end: Pick<Run, 'state' | 'problem'>): void {
    const endedAt = this.#clock.now();
    const ranks = this.#run.ranks.map((rank): Rank =>
      rank.endedAt === undefined ? { ...rank, state: 'stopped', endedAt } : rank
    );
    for (const { rank } of ranks) this.journal.close(rank, endedAt);
    this.#run = { ...this.#run, ...end, ranks, endedAt };
  }
}

/** What a run in memory runs by. */
export interface Means {
  readonly program: Program;
  readonly clock: Clock;
}
