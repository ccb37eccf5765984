/** Watches what the ranks write: notes when, and takes in their events. */
import { join } from 'node:path';
import type { Clock } from '../../ports/clock.js';
import type { Board } from '../run-folder/board.js';
import { RANK_FILES, rankFolder } from '../run-folder/layout.js';
import { parseEvent } from '../run-folder/run-files.js';
import { sleep } from '../run-folder/sleep.js';
import { StampWriter } from '../run-folder/stamps.js';
import { Tail } from '../run-folder/tail.js';

/**
 * Milliseconds between two looks: the precision of the time stamps. Not told by the
 * system, which would wake the supervisor for every line of a busy program.
 */
const LOOK = 100;
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
  #published = -Infinity;

  constructor(folder: string, board: Board, clock: Clock) {
    this.#board = board;
    this.#clock = clock;
    this.#watched = board.run.ranks.map(({ rank }) =>
      watchedOf(rank, rankFolder(folder, rank))
    );
  }

  /** Looks again and again until aborted, then takes in the rest. */
  async watch(signal: AbortSignal): Promise<void> {
    try {
      do {
        await sleep(LOOK, signal);
        await this.#look();
      } while (!signal.aborted);
    } finally {
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
    // Not by the clock on the wall, which may be set back.
    const elapsed = performance.now();
    if (elapsed - this.#published < PUBLISH) return;
    this.#published = elapsed;
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

function watchedOf(rank: number, folder: string): Watched {
  const [log, stamps] = [join(folder, RANK_FILES.log), join(folder, RANK_FILES.stamps)];
  const events = new Tail(join(folder, RANK_FILES.events));
  return { rank, stamps: new StampWriter(log, stamps), events };
}
