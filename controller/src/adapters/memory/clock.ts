/** A clock that tests set. */
import type { Clock } from '../../ports/clock.js';

export class ManualClock implements Clock {
  #now: number;

  /** @param now - milliseconds since the epoch */
  constructor(now = 0) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  /** Lets so many milliseconds pass. */
  advance(ms: number): void {
    this.#now += ms;
  }
}
