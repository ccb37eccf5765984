/**
 * Follows all objects of a scope: lists them page by page, watches from there, and goes
 * on by itself whatever happens to server or connection. Listeners share one reflector.
 */
import { ProblemError } from '@jupyterlab-kubeflow/protocol';
import { backoffMs, type Backoff } from '../../core/cluster/backoff.js';
import { ClusterError, isExpired } from '../../core/cluster/cluster-error.js';
import type { KubeObject } from '../../core/cluster/object.js';
import { ObjectStore, type Change } from '../../core/cluster/store.js';
import type { WatchEvent } from '../../core/cluster/watch-line.js';
import type { WatchListener } from '../../ports/cluster.js';
import type { Timing } from '../../ports/timing.js';

/** One page of a list. */
export interface Page {
  readonly objects: readonly KubeObject[];
  /** To watch from. */
  readonly resourceVersion: string;
  /** Of the next page; absent on the last. */
  readonly next?: string;
}

/** Where objects and their changes come from. */
export interface WatchSource {
  /** @param next - of the page before; absent: the first page */
  page(signal: AbortSignal, next?: string): Promise<Page>;
  /**
   * Events since a version, until the server ends the watch after so many seconds.
   * Resolves when the server has accepted it.
   */
  events(options: {
    readonly resourceVersion: string;
    readonly seconds: number;
    readonly signal: AbortSignal;
  }): Promise<AsyncIterable<WatchEvent>>;
  /** The error that an event of kind `error` stands for. */
  errorOf(status: KubeObject): Error;
}

export interface ReflectorOptions {
  readonly timing: Timing;
  /** Wait after a failure. */
  readonly backoff: Backoff;
  /** Shortest and longest watch, in seconds: not all end at once. */
  readonly watchSeconds: readonly [number, number];
  /** A watch that is silent for so long is begun anew, in milliseconds. */
  readonly idleMs: number;
}

/**
 * Watches end after 5 to 10 minutes, as those of other clients do. Bookmarks come about
 * every minute, so that three minutes of silence mean a dead connection.
 */
export const REFLECTOR_DEFAULTS = {
  backoff: { first: 800, most: 30_000 },
  watchSeconds: [300, 600],
  idleMs: 180_000
} as const satisfies Omit<ReflectorOptions, 'timing'>;

/** A watch that ends sooner counts as a failure, or a server that ends all would be stormed. */
const SHORTEST_WATCH = 1000;

export class Reflector {
  readonly #source: WatchSource;
  readonly #options: ReflectorOptions;
  readonly #store = new ObjectStore();
  readonly #listeners = new Set<WatchListener>();
  readonly #stop = new AbortController();
  #synced = false;
  #interrupted = false;
  #version: string | undefined;
  #failures = 0;

  constructor(source: WatchSource, options: ReflectorOptions) {
    this.#source = source;
    this.#options = options;
  }

  /** Tells the listener all that is known, now or when the first list is there. */
  add(listener: WatchListener): void {
    this.#listeners.add(listener);
    if (!this.#synced) return;
    const all = this.#store.objects.map(object => ({ kind: 'added', object }) as const);
    listener.changed(all);
  }

  /** @returns whether it was the last one */
  remove(listener: WatchListener): boolean {
    this.#listeners.delete(listener);
    return this.#listeners.size === 0;
  }

  stop(): void {
    this.#stop.abort();
  }

  /** Resolves when it was stopped. */
  async run(): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      try {
        this.#version ??= await this.#list(signal);
        await this.#watch(this.#version, signal);
      } catch (error) {
        await this.#pause(error, signal);
      }
    }
  }

  async #list(signal: AbortSignal): Promise<string> {
    const objects: KubeObject[] = [];
    let page = await this.#source.page(signal);
    objects.push(...page.objects);
    while (page.next !== undefined) {
      page = await this.#source.page(signal, page.next);
      objects.push(...page.objects);
    }
    const changes = this.#store.replace(objects);
    const first = !this.#synced;
    this.#synced = true;
    this.#progress();
    if (first || changes.length > 0) this.#tell(changes);
    return page.resourceVersion;
  }

  async #watch(from: string, signal: AbortSignal): Promise<void> {
    const { timing, watchSeconds, idleMs } = this.#options;
    const [least, most] = watchSeconds;
    const seconds = Math.round(least + (most - least) * timing.random());
    const idle = new IdleTimer(idleMs);
    const begun = timing.now();
    const either = AbortSignal.any([signal, idle.signal]);
    try {
      const options = { resourceVersion: from, seconds, signal: either };
      const events = await this.#source.events(options);
      this.#resumed();
      for await (const event of events) {
        idle.restart();
        this.#apply(event);
      }
    } catch (error) {
      if (!idle.signal.aborted || signal.aborted) throw error;
    } finally {
      idle.stop();
    }
    const short = timing.now() - begun < SHORTEST_WATCH;
    if (short && this.#version === from) throw new EarlyEnd();
    this.#failures = 0;
  }

  #apply(event: WatchEvent): void {
    switch (event.kind) {
      case 'set':
      case 'removed': {
        const { object } = event;
        const changes =
          event.kind === 'set' ? this.#store.set(object) : this.#store.remove(object);
        this.#version = versionOf(object) ?? this.#version;
        this.#progress();
        if (changes.length > 0) this.#tell(changes);
        return;
      }
      case 'bookmark':
        this.#version = event.resourceVersion;
        this.#progress();
        return;
      case 'error':
        throw this.#source.errorOf(event.status);
      case 'invalid':
        // What was in it is not known: go on from the last version that is.
        throw new EarlyEnd();
    }
  }

  /** Waits after a failure. Versions that are too old are no failure: list anew at once. */
  async #pause(error: unknown, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    this.#failures += 1;
    const known = this.#version !== undefined;
    if (isExpired(error)) {
      this.#version = undefined;
      if (known && this.#failures === 1) return;
    }
    if (error instanceof ProblemError && !isExpired(error)) this.#interrupt(error);
    const { backoff, timing } = this.#options;
    const asked = error instanceof ClusterError ? (error.retryAfterMs ?? 0) : 0;
    const wait = backoffMs(backoff, this.#failures, timing.random(), asked);
    await timing.sleep(wait, signal).catch(() => undefined);
  }

  #progress(): void {
    this.#failures = 0;
    this.#resumed();
  }

  #resumed(): void {
    if (!this.#interrupted) return;
    this.#interrupted = false;
    for (const listener of this.#listeners) listener.interrupted?.(undefined);
  }

  #interrupt({ problem }: ProblemError): void {
    this.#interrupted = true;
    for (const listener of this.#listeners) listener.interrupted?.(problem);
  }

  #tell(changes: readonly Change[]): void {
    for (const listener of this.#listeners) listener.changed(changes);
  }
}

/** The connection ended before its time and without a reason. */
class EarlyEnd extends Error {}

/** Aborts its signal after a while without a sign. */
class IdleTimer {
  readonly #control = new AbortController();
  readonly #ms: number;
  #timer: NodeJS.Timeout;

  constructor(ms: number) {
    this.#ms = ms;
    this.#timer = this.#start();
  }

  get signal(): AbortSignal {
    return this.#control.signal;
  }

  restart(): void {
    clearTimeout(this.#timer);
    this.#timer = this.#start();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #start(): NodeJS.Timeout {
    return setTimeout(() => {
      this.#control.abort();
    }, this.#ms);
  }
}

function versionOf(object: KubeObject): string | undefined {
  const { resourceVersion } = object['metadata'] as { resourceVersion?: string };
  return resourceVersion;
}
