/** What the supervisor knows of its run, and tells readers through the state file. */
import { join } from 'node:path';
import type { Problem, Rank, Run, RunnerEvent } from '@jupyterlab-kubeflow/protocol';
import { without } from '../../core/cluster/runs/without.js';
import {
  combine,
  EMPTY_SUMMARY,
  summarize,
  type RankSummary
} from '../../core/run/summary.js';
import { FILES } from './layout.js';
import { isFull, writeLast, writeWhole } from './storage.js';

/** How a run ends. */
export interface End {
  readonly state: 'succeeded' | 'failed' | 'cancelled';
  /** Present exactly when it failed. */
  readonly problem?: Problem;
}

export class Board {
  readonly #folder: string;
  #run: Run;
  #summaries: RankSummary[];
  #written = '';

  constructor(folder: string, run: Run) {
    this.#folder = folder;
    // Where the folder is, is for its readers to say: it may be moved.
    this.#run = { ...run };
    delete this.#run.folder;
    this.#summaries = run.ranks.map(() => EMPTY_SUMMARY);
  }

  /** The run, with what its events add up to. */
  get run(): Run {
    return { ...this.#run, ...combine(this.#run, this.#summaries) };
  }

  get summaries(): readonly RankSummary[] {
    return this.#summaries;
  }

  /** Takes in an event of a rank; published later. */
  event(rank: number, event: RunnerEvent): void {
    const before = this.#summaries[rank];
    if (before) this.#summaries[rank] = summarize(before, event);
  }

  /** Changes the run; published later. */
  update(change: Partial<Run>): void {
    this.#run = { ...this.#run, ...change };
  }

  /** Takes fields away; published later. */
  clear(...names: readonly ('waiting' | 'obstacle')[]): void {
    this.#run = without(this.#run, ...names);
  }

  /** Changes a rank; published later. */
  updateRank(number: number, change: Partial<Rank>): void {
    const ranks = this.#run.ranks.map(rank =>
      rank.rank === number ? { ...rank, ...change } : rank
    );
    this.update({ ranks });
  }

  /** Writes the state if it has changed. A full disk makes it late, not wrong. */
  publish(): void {
    const text = this.#text();
    if (text === this.#written) return;
    try {
      writeWhole(join(this.#folder, FILES.state), text);
      this.#written = text;
    } catch (error) {
      if (!isFull(error)) throw error;
    }
  }

  /** Writes the last state; ranks that have not ended yet are stopped with it. */
  end(end: End, now: number): void {
    const ranks = this.#run.ranks.map(rank => endedRank(rank, now));
    this.update({ ...end, ranks, endedAt: now });
    const reserve = join(this.#folder, FILES.reserve);
    writeLast(join(this.#folder, FILES.state), this.#text(), reserve);
  }

  #text(): string {
    return JSON.stringify(this.run);
  }
}

function endedRank(rank: Rank, now: number): Rank {
  return rank.endedAt === undefined
    ? { ...rank, state: 'stopped', endedAt: now }
    : rank;
}
