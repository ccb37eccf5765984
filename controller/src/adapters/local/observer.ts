/** Watches what the ranks write: notes when, and takes in their events. */
import { join } from 'node:path';
import type { Clock } from '../../ports/clock.js';
import type { Board } from './board.js';
import { Changes } from './changes.js';
import { RANK_FILES, rankFolder } from './layout.js';
import { parseEvent } from './run-files.js';
import { StampWriter } from './stamps.js';
import { Tail } from './tail.js';

/** Least milliseconds between two looks: the precision of the time stamps. */
const PRECISION = 10;
/** Least milliseconds between two states that only differ in progress and metrics. */
const PUBLISH = 500;

interface Watched {
  readonly rank: number;
  readonly stamps: StampWriter;
  readonly events: Tail;
}

export class Observer {
  readonly #board: Board;
  readonly #clock: Clock;
  readonly #watched: readonly Watched[];
  readonly #folders: readonly string[];
  #published = 0;

  constructor(folder: string, board: Board, clock: Clock) {
    this.#board = board;
    this.#clock = clock;
    this.#folders = board.run.ranks.map(({ rank }) => rankFolder(folder, rank));
    this.#watched = this.#folders.map((path, rank) => ({
      rank,
      stamps: new StampWriter(
        join(path, RANK_FILES.log),
        join(path, RANK_FILES.stamps)
      ),
      events: new Tail(join(path, RANK_FILES.events))
    }));
  }

  /** Looks after every change until aborted, then takes in the rest. */
  async watch(signal: AbortSignal): Promise<void> {
    const names: readonly string[] = [RANK_FILES.log, RANK_FILES.events];
    const changes = new Changes(this.#folders, name => names.includes(name));
    try {
      while (!signal.aborted) {
        await changes.next(PRECISION, signal);
        await this.#look();
      }
      await this.#look();
    } finally {
      changes.close();
      await this.drain();
    }
  }

  /** Takes in the events of ranks that have ended. */
  async drain(): Promise<void> {
    for (const watched of this.#watched) {
      await this.#takeEvents(watched, true);
      await watched.events.close();
    }
  }

  async #look(): Promise<void> {
    const now = this.#clock.now();
    for (const watched of this.#watched) {
      watched.stamps.note(now);
      await this.#takeEvents(watched, false);
    }
    if (now - this.#published < PUBLISH) return;
    this.#published = now;
    this.#board.publish();
  }

  async #takeEvents({ rank, events }: Watched, ended: boolean): Promise<void> {
    for (;;) {
      const lines = await events.next(ended);
      if (lines.length === 0) return;
      for (const { text } of lines) {
        const event = parseEvent(text);
        if (event) this.#board.event(rank, event);
      }
    }
  }
}
