/**
 * Searches that may take long: each once for all who ask the same, with what it does at
 * the moment, and ended when nobody asks for it any more.
 */
import {
  ProblemError,
  type Message,
  type Problem
} from '@jupyterlab-kubeflow/protocol';
import type { CallOptions } from '../ports/cluster.js';
import type { Timing } from '../ports/timing.js';
import { raced } from './raced.js';

/** What is known of a search. */
export type Lookup<Found> =
  | { readonly state: 'looking'; readonly doing?: Message }
  | { readonly state: 'found'; readonly found: Found }
  | { readonly state: 'failed'; readonly problem: Problem };

/** Who waits for a search, or does it. */
export interface LookupWatch extends CallOptions {
  readonly onProgress?: (doing: Message) => void;
}

/** Does the search. */
export type Look<Found> = (watch: LookupWatch) => Promise<Found>;

/** Milliseconds that an answer counts: something else may be there after that. */
const LIFE_MS = 10 * 60_000;

/** Milliseconds that a failure counts: what was wrong may be mended soon. */
const FAILED_MS = 10_000;

/** Milliseconds after which a search that nobody asks for is ended. */
const PATIENCE_MS = 20_000;

/** Milliseconds that an answer waits for the end of a search. */
const NEWS_MS = 2000;

interface Entry<Found> {
  readonly work: Promise<Found>;
  readonly stop: AbortController;
  readonly heard: Set<(doing: Message) => void>;
  known: Lookup<Found>;
  /** When it ended. */
  endedAt?: number;
  /** When somebody asked last who does not wait. */
  askedAt: number;
  /** How many wait for it. */
  waiting: number;
}

export class Lookups<Found> {
  readonly #timing: Pick<Timing, 'now' | 'sleep'>;
  readonly #entries = new Map<string, Entry<Found>>();

  constructor(timing: Pick<Timing, 'now' | 'sleep'>) {
    this.#timing = timing;
  }

  /** What is known at the moment; nothing is begun. */
  known(key: string): Lookup<Found> | undefined {
    return this.#young(key)?.known;
  }

  /** What is known by now, or in a moment; begins where nothing is. */
  async ask(
    key: string,
    look: Look<Found>,
    signal?: AbortSignal
  ): Promise<Lookup<Found>> {
    const entry = this.#of(key, look);
    entry.askedAt = this.#timing.now();
    if (entry.endedAt === undefined) {
      // Who asks again and again need not do it often.
      const moment = this.#timing.sleep(NEWS_MS, signal);
      await Promise.race([settled(entry.work), moment]);
    }
    return entry.known;
  }

  /** What is found; throws as the search does. */
  async wait(
    key: string,
    look: Look<Found>,
    { signal, onProgress }: LookupWatch
  ): Promise<Found> {
    const entry = this.#of(key, look);
    const hear = (doing: Message): void => {
      onProgress?.(doing);
    };
    entry.waiting += 1;
    entry.heard.add(hear);
    try {
      return await (signal ? raced(entry.work, signal) : entry.work);
    } finally {
      entry.heard.delete(hear);
      entry.waiting -= 1;
      this.#endIdle(key, entry);
    }
  }

  #of(key: string, look: Look<Found>): Entry<Found> {
    return this.#young(key) ?? this.#begin(key, look);
  }

  #young(key: string): Entry<Found> | undefined {
    const entry = this.#entries.get(key);
    if (entry?.endedAt === undefined) return entry;
    const life = entry.known.state === 'failed' ? FAILED_MS : LIFE_MS;
    return this.#timing.now() - entry.endedAt < life ? entry : undefined;
  }

  #begin(key: string, look: Look<Found>): Entry<Found> {
    const stop = new AbortController();
    const heard = new Set<(doing: Message) => void>();
    const onProgress = (doing: Message): void => {
      entry.known = { state: 'looking', doing };
      for (const hear of heard) hear(doing);
    };
    const work = look({ signal: stop.signal, onProgress });
    const entry: Entry<Found> = {
      ...{ work, stop, heard, known: { state: 'looking' } },
      ...{ askedAt: -Infinity, waiting: 0 }
    };
    this.#drop();
    this.#entries.set(key, entry);
    void this.#ended(key, entry);
    void this.#guard(key, entry);
    return entry;
  }

  async #ended(key: string, entry: Entry<Found>): Promise<void> {
    try {
      entry.known = { state: 'found', found: await entry.work };
    } catch (error) {
      if (!(error instanceof ProblemError)) this.#forget(key, entry);
      else entry.known = { state: 'failed', problem: error.problem };
    }
    entry.endedAt = this.#timing.now();
  }

  /** Nothing is kept for ever. */
  #drop(): void {
    for (const key of this.#entries.keys()) {
      if (!this.#young(key)) this.#entries.delete(key);
    }
  }

  /** Looks now and then whether somebody asks for it still. */
  async #guard(key: string, entry: Entry<Found>): Promise<void> {
    while (entry.endedAt === undefined && !entry.stop.signal.aborted) {
      await this.#timing.sleep(PATIENCE_MS);
      this.#endIdle(key, entry);
    }
  }

  /** Ends a search that nobody waits for, or has asked for lately. */
  #endIdle(key: string, entry: Entry<Found>): void {
    const isAsked = this.#timing.now() - entry.askedAt < PATIENCE_MS;
    if (entry.waiting > 0 || isAsked || entry.endedAt !== undefined) return;
    entry.stop.abort();
    this.#forget(key, entry);
  }

  /** Ends all that goes on. */
  dispose(): void {
    for (const { stop } of this.#entries.values()) stop.abort();
    this.#entries.clear();
  }

  #forget(key: string, entry: Entry<Found>): void {
    if (this.#entries.get(key) === entry) this.#entries.delete(key);
  }
}

function settled(work: Promise<unknown>): Promise<void> {
  return work.then(
    () => undefined,
    () => undefined
  );
}
