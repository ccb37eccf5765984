/** Keeps the mirror of one run: copies its ranks, and writes down its state. */
import { setMaxListeners } from 'node:events';
import type { ClusterRef, Run } from '@jupyterlab-kubeflow/protocol';
import { metadataOf } from '../../core/cluster/object.js';
import { clusterFailure } from '../../core/cluster/runs/failure.js';
import type { FoundRun } from '../../core/cluster/runs/found.js';
import { keptRanks, lostEnd, seenRun } from '../../core/cluster/runs/run.js';
import { without } from '../../core/cluster/runs/without.js';
import { hasEnded } from '../../core/run/ended.js';
import type { Clock } from '../../ports/clock.js';
import type { ClusterApi } from '../../ports/cluster.js';
import { Board, type End } from '../run-folder/board.js';
import { Lock } from './lock.js';
import { makeRank } from './mirror.js';
import { RankCopy } from './rank-copy.js';

/** Milliseconds between two attempts to take the mirror over, and signs of life. */
const BEAT = 1000;

export interface CollectorDeps {
  readonly api: ClusterApi;
  readonly ref: ClusterRef;
  readonly clock: Clock;
}

export class Collector {
  readonly #folder: string;
  readonly #deps: CollectorDeps;
  readonly #board: Board;
  readonly #copies: RankCopy[] = [];
  readonly #stop = new AbortController();
  readonly #beat: NodeJS.Timeout;
  #lock: Lock | undefined;
  /** Undefined: all of its objects are gone. */
  #found: FoundRun | undefined;
  #over = false;

  /** @param run - as the mirror has it */
  constructor(folder: string, run: Run, deps: CollectorDeps) {
    this.#folder = folder;
    this.#deps = deps;
    this.#board = new Board(folder, run);
    // Every container of every rank listens: many are no leak to warn of.
    setMaxListeners(0, this.#stop.signal);
    this.#beat = setInterval(() => {
      this.#look();
    }, BEAT);
    this.#beat.unref();
  }

  /** Whether the mirror is complete, or is not ours to complete any more. */
  get over(): boolean {
    return this.#over;
  }

  /** Takes in the objects as they are now; undefined: there are none any more. */
  update(found: FoundRun | undefined): void {
    this.#found = found;
    this.#look();
  }

  close(): void {
    this.#over = true;
    clearInterval(this.#beat);
    this.#stop.abort();
    this.#lock?.release();
  }

  #look(): void {
    if (this.#over) return;
    const now = this.#deps.clock.now();
    // Where it is not ours any more, somebody took us for dead: the mirror is theirs now.
    if (this.#lock?.hold(now) === false) {
      this.close();
      return;
    }
    this.#lock ??= Lock.take(this.#folder, now);
    if (this.#lock) this.#write();
  }

  #write(): void {
    const before = this.#board.run;
    if (!this.#found) {
      if (this.#idle) this.#end(before, lostEnd(before));
      return;
    }
    const { run, observation } = seenRun(this.#deps.ref, this.#found);
    const ranks = keptRanks(before.ranks, run.ranks);
    this.#copy(this.#found, run);
    if (!hasEnded(run)) {
      this.#board.update(active({ ...run, ranks }, this.#board.run));
      this.#board.publish();
      return;
    }
    this.#board.update({ ranks });
    this.#board.publish();
    if (!this.#idle) return;
    const { problem: seen } = run;
    const first = observation.failedRank;
    const summaries = this.#board.summaries;
    const problem =
      seen && clusterFailure({ ...run, ranks }, summaries, { seen, first });
    const state = run.state as End['state'];
    this.#end(run, { state, ...(problem ? { problem } : {}) });
  }

  #end(run: Run, end: End): void {
    this.#board.clear('waiting', 'obstacle');
    if (run.startedAt !== undefined) this.#board.update({ startedAt: run.startedAt });
    this.#board.end(end, run.endedAt ?? this.#deps.clock.now());
    this.close();
  }

  get #idle(): boolean {
    return this.#copies.every(copy => copy.idle);
  }

  #copy({ pods }: FoundRun, run: Run): void {
    for (const { rank, pod: name } of run.ranks) {
      const pod = pods.find(each => metadataOf(each).name === name);
      this.#copies[rank] ??= this.#copyOf(rank);
      if (pod) this.#copies[rank].look(pod);
    }
  }

  #copyOf(rank: number): RankCopy {
    const { api, clock } = this.#deps;
    return new RankCopy(makeRank(this.#folder, rank), {
      api,
      clock,
      signal: this.#stop.signal,
      event: event => {
        this.#board.event(rank, event);
      },
      changed: () => {
        this.#look();
      }
    });
  }
}

/** The fields of a run that goes on: what it no longer waits for is taken away. */
function active(run: Run, before: Run): Partial<Run> {
  const seen = without(run, 'metrics', 'progress', 'peakBytes');
  const gone = Object.keys(before).filter(
    key => ['waiting', 'obstacle', 'startedAt'].includes(key) && !(key in seen)
  );
  return { ...Object.fromEntries(gone.map(key => [key, undefined])), ...seen };
}
