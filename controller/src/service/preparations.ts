/** Preparations by notebook: one each, for one place, and none for long. */
import type { Timing } from '../ports/timing.js';
import type { Preparation } from './preparation.js';

/**
 * Milliseconds. Registries end uploads that stay open: zot's collector after an hour
 * (its `gcDelay`), Docker's after a week (`uploadpurging`); and the tag of the base may
 * move meanwhile.
 */
const LIFE = 10 * 60_000;

interface Entry {
  /** Where its image is built, and on what. */
  readonly place: string;
  readonly preparation: Preparation;
  readonly over: AbortController;
}

export class Preparations {
  readonly #sleep: Timing['sleep'];
  readonly #entries = new Map<string, Entry>();

  constructor(sleep: Timing['sleep']) {
    this.#sleep = sleep;
  }

  /** Undefined where nothing is prepared for this place. */
  get(notebook: string, place: string): Preparation | undefined {
    const entry = this.#entries.get(notebook);
    const serves = entry?.place === place && !entry.preparation.isOver;
    return serves ? entry.preparation : undefined;
  }

  /** What is prepared for another place is ended. */
  begin(notebook: string, place: string, preparation: Preparation): Preparation {
    void this.end(notebook);
    const entry = { place, preparation, over: new AbortController() };
    this.#entries.set(notebook, entry);
    this.#sleep(LIFE, entry.over.signal).then(
      () => this.end(notebook),
      () => undefined
    );
    return preparation;
  }

  async end(notebook: string): Promise<void> {
    const entry = this.#entries.get(notebook);
    this.#entries.delete(notebook);
    entry?.over.abort();
    await entry?.preparation.end();
  }

  async endAll(): Promise<void> {
    await Promise.all([...this.#entries.keys()].map(each => this.end(each)));
  }
}
