/**
 * Watches the list of runs for all pages at once: one look serves every tab, and there
 * is none while nobody watches. Runs that others start (`jkf run`) are seen too.
 */
import type { Run } from '@jupyterlab-kubeflow/protocol';
import { hasEnded } from '../core/run/ended.js';
import type { RunTarget } from '../ports/target.js';

/** What changed between two looks. */
export interface RunChanges {
  /** New or changed. */
  readonly runs: readonly Run[];
  readonly removed: readonly string[];
}

/** Who watches. */
export interface Observer {
  /** All runs, newest first: before any change. */
  began(runs: readonly Run[]): void;
  changed(changes: RunChanges): void;
  /** The list cannot be read. It is tried again; the next success is told as usual. */
  failed(error: unknown): void;
}

/** Milliseconds between looks while a run is active, and while none is. */
const ACTIVE_MS = 500;
const IDLE_MS = 3000;

export class RunWatch {
  readonly #target: RunTarget;
  readonly #log: (text: string) => void;
  readonly #observers = new Set<Observer>();
  /** Those who wait for their first list. */
  readonly #newcomers = new Set<Observer>();
  #known: ReadonlyMap<string, Run> = new Map();
  #failure: { readonly error: unknown } | undefined;
  #timer: NodeJS.Timeout | undefined;
  #looking = false;
  #again = false;

  constructor(target: RunTarget, log: (text: string) => void) {
    this.#target = target;
    this.#log = log;
  }

  /** Tells the observer of all runs and of every change; call the result to stop. */
  observe(observer: Observer): () => void {
    this.#newcomers.add(observer);
    if (this.#failure) observer.failed(this.#failure.error);
    if (!this.#looking) void this.#look();
    return () => {
      this.#newcomers.delete(observer);
      this.#observers.delete(observer);
      if (!this.#isWatched()) this.#rest();
    };
  }

  /** Looks now: something was changed here. */
  poke(): void {
    if (this.#looking) this.#again = true;
    else if (this.#isWatched()) void this.#look();
  }

  dispose(): void {
    this.#newcomers.clear();
    this.#observers.clear();
    this.#rest();
  }

  #isWatched(): boolean {
    return this.#observers.size + this.#newcomers.size > 0;
  }

  #rest(): void {
    clearTimeout(this.#timer);
    this.#again = false;
  }

  #schedule(): void {
    clearTimeout(this.#timer);
    if (!this.#isWatched()) return;
    const active = [...this.#known.values()].some(run => !hasEnded(run));
    this.#timer = setTimeout(
      () => {
        void this.#look();
      },
      active ? ACTIVE_MS : IDLE_MS
    );
  }

  async #look(): Promise<void> {
    clearTimeout(this.#timer);
    this.#looking = true;
    do await this.#lookOnce();
    while (this.#wasAsked());
    this.#looking = false;
    this.#schedule();
  }

  #wasAsked(): boolean {
    const asked = this.#again;
    this.#again = false;
    return asked;
  }

  async #lookOnce(): Promise<void> {
    try {
      const runs = await this.#target.list();
      this.#failure = undefined;
      this.#publish(new Map(runs.map(run => [run.id, run])));
    } catch (error) {
      this.#complain(error);
    }
  }

  /** Once for each failure, not with every look. */
  #complain(error: unknown): void {
    if (String(error) === String(this.#failure?.error)) return;
    this.#failure = { error };
    this.#log(`The list of runs cannot be read: ${String(error)}`);
    for (const observer of [...this.#observers, ...this.#newcomers]) {
      observer.failed(error);
    }
  }

  #publish(now: ReadonlyMap<string, Run>): void {
    const changes = changesBetween(this.#known, now);
    this.#known = now;
    if (changes.runs.length + changes.removed.length > 0) {
      for (const observer of this.#observers) observer.changed(changes);
    }
    for (const observer of this.#newcomers) {
      this.#observers.add(observer);
      observer.began([...now.values()]);
    }
    this.#newcomers.clear();
  }
}

/** By value: a run that was read again without change is none. */
export function changesBetween(
  before: ReadonlyMap<string, Run>,
  now: ReadonlyMap<string, Run>
): RunChanges {
  const runs = [...now.values()].filter(
    run => JSON.stringify(before.get(run.id)) !== JSON.stringify(run)
  );
  return { runs, removed: [...before.keys()].filter(id => !now.has(id)) };
}
