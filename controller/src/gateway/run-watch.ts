/**
 * Watches the list of runs for all pages at once: one look serves every tab, and there
 * is none while nobody watches. Runs that others start (`jkf run`) are seen too.
 */
import type { Run } from '@jupyterlab-kubeflow/protocol';
import type { RunTarget } from '../ports/target.js';

/** What changed between two looks. */
export interface RunChanges {
  /** New or changed. */
  readonly runs: readonly Run[];
  readonly removed: readonly string[];
}

export type Observer = (changes: RunChanges) => void;

/** Milliseconds between looks while a run is active, and while none is. */
const ACTIVE_MS = 500;
const IDLE_MS = 3000;

export class RunWatch {
  readonly #target: RunTarget;
  readonly #log: (text: string) => void;
  readonly #observers = new Set<Observer>();
  #known: ReadonlyMap<string, Run> = new Map();
  #timer: NodeJS.Timeout | undefined;
  #looking = false;
  #again = false;

  constructor(target: RunTarget, log: (text: string) => void) {
    this.#target = target;
    this.#log = log;
  }

  /** All runs as last seen, newest first. */
  async current(): Promise<readonly Run[]> {
    if (this.#observers.size === 0) this.#known = indexed(await this.#target.list());
    return [...this.#known.values()];
  }

  /** Calls the observer with every change; call the result to stop. */
  observe(observer: Observer): () => void {
    this.#observers.add(observer);
    this.#schedule();
    return () => {
      this.#observers.delete(observer);
      if (this.#observers.size === 0) this.dispose();
    };
  }

  /** Looks now: something was changed here. */
  poke(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#observers.size > 0) void this.#look();
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #schedule(): void {
    if (this.#timer || this.#observers.size === 0) return;
    const active = [...this.#known.values()].some(isActive);
    this.#timer = setTimeout(
      () => {
        this.#timer = undefined;
        void this.#look();
      },
      active ? ACTIVE_MS : IDLE_MS
    );
  }

  async #look(): Promise<void> {
    if (this.#looking) {
      this.#again = true;
      return;
    }
    this.#looking = true;
    try {
      this.#publish(indexed(await this.#target.list()));
    } catch (error) {
      this.#log(`The list of runs cannot be read: ${String(error)}`);
    } finally {
      this.#looking = false;
    }
    if (this.#again) {
      this.#again = false;
      await this.#look();
    } else this.#schedule();
  }

  #publish(now: ReadonlyMap<string, Run>): void {
    const changes = changesBetween(this.#known, now);
    this.#known = now;
    if (changes.runs.length + changes.removed.length === 0) return;
    for (const observer of this.#observers) observer(changes);
  }
}

function indexed(runs: readonly Run[]): ReadonlyMap<string, Run> {
  return new Map(runs.map(run => [run.id, run]));
}

export function isActive({ state }: Run): boolean {
  return state === 'pending' || state === 'running';
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
