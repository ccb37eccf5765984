/** Values that are asked for again and again, each made once for all who ask meanwhile. */

import { raced } from './raced.js';

/** What is wanted, and how it is made. */
export interface Wish<T> {
  /** Ends the waiting of who asks; the work ends with the last of them. */
  readonly signal?: AbortSignal;
  /** Milliseconds that a value may be old. @default those of the store */
  readonly age?: number;
  readonly make: (signal: AbortSignal) => Promise<T>;
}

interface Entry<T> {
  readonly value: Promise<T>;
  readonly stop: AbortController;
  /** When it was begun. */
  readonly since: number;
  settled: boolean;
  waiting: number;
}

/** Values by key. What failed or was given up is made anew the next time. */
export class Kept<T> {
  readonly #age: number;
  readonly #longest: number;
  readonly #entries = new Map<string, Entry<T>>();

  /**
   * @param age - milliseconds that a value counts
   * @param longest - milliseconds that it is kept for those who take an older one
   */
  constructor(age: number, longest = age) {
    this.#age = age;
    this.#longest = longest;
  }

  put(key: string, now: number, value: T): void {
    this.#entries.set(key, {
      value: Promise.resolve(value),
      stop: new AbortController(),
      since: now,
      settled: true,
      waiting: 0
    });
  }

  get(key: string, now: number, wish: Wish<T>): Promise<T> {
    const { signal, make, age = this.#age } = wish;
    const old = this.#entries.get(key);
    const young = old && (!old.settled || now - old.since < age);
    const entry = young ? old : this.#begin(key, now, make);
    return this.#wait(key, entry, signal);
  }

  #begin(
    key: string,
    now: number,
    make: (signal: AbortSignal) => Promise<T>
  ): Entry<T> {
    const stop = new AbortController();
    const value = make(stop.signal);
    const entry: Entry<T> = { value, stop, since: now, settled: false, waiting: 0 };
    this.#drop(now);
    this.#entries.set(key, entry);
    value.then(
      () => {
        entry.settled = true;
      },
      () => {
        this.#forget(key, entry);
      }
    );
    return entry;
  }

  /** The last one who stops waiting ends the work. */
  async #wait(key: string, entry: Entry<T>, signal?: AbortSignal): Promise<T> {
    entry.waiting += 1;
    try {
      return await (signal ? raced(entry.value, signal) : entry.value);
    } finally {
      entry.waiting -= 1;
      if (entry.waiting === 0 && !entry.settled) {
        entry.stop.abort();
        this.#forget(key, entry);
      }
    }
  }

  /** Nothing is kept for ever. */
  #drop(now: number): void {
    for (const [key, { settled, since }] of this.#entries) {
      if (settled && now - since >= this.#longest) this.#entries.delete(key);
    }
  }

  #forget(key: string, entry: Entry<T>): void {
    if (this.#entries.get(key) === entry) this.#entries.delete(key);
  }
}
