/** What a run has told of itself so far: its runner's events, added up. */
import type { RunnerEvent } from '@jupyterlab-kubeflow/protocol';
import type { RankEvent } from '../../tokens.js';
import { MetricSeries, USAGE } from './metrics/series.js';

type EventOf<Kind extends RunnerEvent['kind']> = RunnerEvent & { readonly kind: Kind };

/** What one rank has told. */
export interface RankStory {
  /** Peak memory, bytes. */
  peakBytes: number | undefined;
  /** What it used last: cores, and bytes. */
  cpu: number | undefined;
  memoryBytes: number | undefined;
  /** Code cell it is in or was in last. */
  cell: number | undefined;
  position: number;
  of: number;
}

/** A figure that was saved. */
export interface Figure {
  readonly rank: number;
  readonly cell: number;
  readonly path: string;
}

/** What a cell gave: text, or HTML that is only shown in a sandbox. */
export interface Value {
  readonly rank: number;
  readonly cell: number;
  readonly text: string;
}

export interface Failure {
  readonly rank: number;
  readonly event: EventOf<'failure'>;
}

/** Values kept: a loop that displays something must not fill the memory of the page. */
const MOST_VALUES = 500;

export class Story {
  readonly ranks = new Map<number, RankStory>();
  readonly metrics = new MetricSeries();
  /** CPU and memory of each rank, under the names of `USAGE`. */
  readonly usage = new MetricSeries();
  readonly figures: Figure[] = [];
  readonly values: Value[] = [];
  readonly failures: Failure[] = [];
  /** Seconds each cell took, by number; of the lowest rank that told. */
  readonly seconds = new Map<number, number>();
  private taken = 0;

  /** Takes what was added since the last time. */
  read(events: readonly RankEvent[]): void {
    for (; this.taken < events.length; this.taken++) {
      const one = events[this.taken];
      if (one) this.take(one);
    }
  }

  private take({ rank, event }: RankEvent): void {
    switch (event.kind) {
      case 'started':
        this.of(rank).of = event.cells;
        return;
      case 'cell-started':
        Object.assign(this.of(rank), {
          cell: event.cell,
          position: event.position,
          of: event.of
        });
        return;
      case 'cell-finished':
        if (rank === 0) this.seconds.set(event.cell, event.seconds);
        return;
      case 'memory':
        this.of(rank).peakBytes = event.peakBytes;
        return;
      case 'usage':
        this.takeUsage(rank, event);
        return;
      case 'failure':
        this.failures.push({ rank, event });
        return;
      default:
        this.takeResult(rank, event);
    }
  }

  private takeUsage(rank: number, { time, cpu, memoryBytes }: EventOf<'usage'>): void {
    Object.assign(this.of(rank), { cpu, memoryBytes });
    this.usage.add(rank, { name: USAGE.cpu, time, value: cpu });
    this.usage.add(rank, { name: USAGE.memory, time, value: memoryBytes });
  }

  private takeResult(rank: number, event: RunnerEvent): void {
    if (event.kind === 'metric') {
      this.metrics.add(rank, event);
    } else if (event.kind === 'figure') {
      this.figures.push({ rank, cell: event.cell, path: event.path });
    } else if (event.kind === 'value') {
      this.values.push({ rank, cell: event.cell, text: event.text });
      if (this.values.length > MOST_VALUES) this.values.shift();
    }
  }

  private of(rank: number): RankStory {
    const known = this.ranks.get(rank);
    if (known) return known;
    const none = { peakBytes: undefined, cpu: undefined, memoryBytes: undefined };
    const fresh = { ...none, cell: undefined, position: 0, of: 0 };
    this.ranks.set(rank, fresh);
    return fresh;
  }
}
