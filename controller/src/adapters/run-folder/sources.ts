/** The two streams of a rank, its log and its events, as items with a time. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { BUILDER, type Cursor, type Followed } from '@jupyterlab-kubeflow/protocol';
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

/** A stream of items. Read in pieces; a line becomes an item when its turn comes. */
export abstract class Source {
  readonly #tail: Tail;
  #lines: readonly Line[] = [];
  #next = 0;
  #head: Timed | undefined;

  constructor(tail: Tail) {
    this.#tail = tail;
  }

  /** The next item that has been read. */
  get head(): Timed | undefined {
    return this.#head;
  }

  /** Goes on to the item behind the head. */
  advance(): void {
    this.#head = undefined;
    while (!this.#head && this.#next < this.#lines.length) {
      const line = this.#lines[this.#next];
      this.#next += 1;
      this.#head = line && this.timed(line);
    }
  }

  /**
   * Reads on when nothing is left of what was read before.
   * @param ended - the run has ended: an unfinished last line counts
   * @returns whether there is a head
   */
  async fill(ended: boolean): Promise<boolean> {
    while (!this.#head) {
      this.#lines = await this.#tail.next(ended);
      const [first, last] = [this.#lines[0], this.#lines.at(-1)];
      if (!first || !last) return false;
      await this.prepare(first.end, last.end);
      this.#next = 0;
      this.advance();
    }
    return true;
  }

  async close(): Promise<void> {
    await this.#tail.close();
  }

  /** Before the items of lines that end from `first` to `last` are asked for. */
  protected abstract prepare(first: number, last: number): Promise<void>;
  /** The item of a line; none when it holds nothing. */
  protected abstract timed(line: Line): Timed | undefined;
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
  const build = existsSync(rankFolder(folder, BUILDER)) ? [BUILDER] : [];
  const all = [...build, ...Array.from({ length: ranks }, (_, rank) => rank)];
  return all.flatMap(rank => {
    const key = String(rank);
    const path = rankFolder(folder, rank);
    const log = logs ? [new LogSource(path, rank, from?.logs[key])] : [];
    if (rank === BUILDER) return log;
    // Events first: output that an event comes behind is then there when it is read.
    return [new EventSource(path, rank, from?.events[key]), ...log];
  });
}

class LogSource extends Source {
  readonly #rank: number;
  readonly #log: Tail;
  readonly #stamps: StampReader;
  /** Time of lines that no stamp covers. */
  #fallback = 0;

  constructor(folder: string, rank: number, from?: number) {
    const log = new Tail(join(folder, RANK_FILES.log), from);
    super(log);
    this.#log = log;
    this.#rank = rank;
    this.#stamps = new StampReader(join(folder, RANK_FILES.stamps));
  }

  override async close(): Promise<void> {
    await super.close();
    await this.#stamps.close();
  }

  protected override async prepare(first: number, last: number): Promise<void> {
    await this.#stamps.cover(first, last);
    this.#fallback = Math.round(await this.#log.modifiedAt());
  }

  protected override timed({ text, end }: Line): Timed {
    const time = this.#stamps.timeOf(end, this.#fallback);
    return { time, item: { kind: 'log', rank: this.#rank, time, text, end } };
  }
}

class EventSource extends Source {
  readonly #rank: number;

  constructor(folder: string, rank: number, from?: number) {
    super(new Tail(join(folder, RANK_FILES.events), from));
    this.#rank = rank;
  }

  protected override prepare(): Promise<void> {
    return Promise.resolve();
  }

  protected override timed({ text, end }: Line): Timed | undefined {
    const event = parseEvent(text);
    if (!event) return undefined;
    const item: Followed = { kind: 'event', rank: this.#rank, event, end };
    return { time: event.time * 1000, item };
  }
}
