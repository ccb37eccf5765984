/** The two streams of a rank, its log and its events, as items with a time. */
import { join } from 'node:path';
import type { Cursor, Followed } from '@jupyterlab-kubeflow/protocol';
import { RANK_FILES, rankFolder } from './layout.js';
import type { Line } from './lines.js';
import { parseEvent } from './run-files.js';
import { StampReader } from './stamps.js';
import { Tail } from './tail.js';

/** An item and when it happened, in milliseconds since the epoch. */
export interface Timed {
  readonly time: number;
  readonly item: Followed;
}

/** A stream of items, read in pieces. */
export abstract class Source {
  #items: readonly Timed[] = [];
  #next = 0;

  /** The next item that has been read. */
  get head(): Timed | undefined {
    return this.#items[this.#next];
  }

  /** Goes on to the item behind the head. */
  advance(): void {
    this.#next += 1;
  }

  /**
   * Reads on when nothing is left of what was read before.
   * @param ended - the run has ended: an unfinished last line counts
   * @returns whether there is a head
   */
  async fill(ended: boolean): Promise<boolean> {
    if (this.head) return true;
    this.#items = await this.read(ended);
    this.#next = 0;
    return this.#items.length > 0;
  }

  abstract close(): Promise<void>;
  protected abstract read(ended: boolean): Promise<Timed[]>;
}

/** Which part of a run's streams is wanted. */
export interface Wanted {
  /** Only what is behind it. */
  readonly from?: Cursor;
  /** @default true */
  readonly logs?: boolean;
}

/** The streams of a run. */
export function sourcesOf(
  folder: string,
  ranks: number,
  { from, logs = true }: Wanted
): Source[] {
  return Array.from({ length: ranks }, (_, rank) => {
    const key = String(rank);
    const path = rankFolder(folder, rank);
    const log = logs ? [new LogSource(path, rank, from?.logs[key])] : [];
    return [...log, new EventSource(path, rank, from?.events[key])];
  }).flat();
}

class LogSource extends Source {
  readonly #rank: number;
  readonly #tail: Tail;
  readonly #stamps: StampReader;

  constructor(folder: string, rank: number, from?: number) {
    super();
    this.#rank = rank;
    this.#tail = new Tail(join(folder, RANK_FILES.log), from);
    this.#stamps = new StampReader(join(folder, RANK_FILES.stamps));
  }

  override async close(): Promise<void> {
    await this.#tail.close();
    await this.#stamps.close();
  }

  protected override async read(ended: boolean): Promise<Timed[]> {
    const lines = await this.#tail.next(ended);
    const [first, last] = [lines[0], lines.at(-1)];
    if (!first || !last) return [];
    await this.#stamps.cover(first.end, last.end);
    const fallback = Math.round(await this.#tail.modifiedAt());
    return lines.map(line => this.#timed(line, fallback));
  }

  #timed({ text, end }: Line, fallback: number): Timed {
    const time = this.#stamps.timeOf(end, fallback);
    return { time, item: { kind: 'log', rank: this.#rank, time, text, end } };
  }
}

class EventSource extends Source {
  readonly #rank: number;
  readonly #tail: Tail;

  constructor(folder: string, rank: number, from?: number) {
    super();
    this.#rank = rank;
    this.#tail = new Tail(join(folder, RANK_FILES.events), from);
  }

  override async close(): Promise<void> {
    await this.#tail.close();
  }

  protected override async read(ended: boolean): Promise<Timed[]> {
    for (;;) {
      const lines = await this.#tail.next(ended);
      const items = lines.flatMap(line => this.#timed(line) ?? []);
      if (items.length > 0 || lines.length === 0) return items;
    }
  }

  #timed({ text, end }: Line): Timed | undefined {
    const event = parseEvent(text);
    if (!event) return undefined;
    const item: Followed = { kind: 'event', rank: this.#rank, event, end };
    return { time: event.time * 1000, item };
  }
}
