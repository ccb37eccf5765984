/** The reflectors of one API server, each shared by all who listen to the same scope. */
import type { WatchListener } from '../../ports/cluster.js';
import { Reflector, type ReflectorOptions, type WatchSource } from './reflector.js';

/** What is watched. */
export interface Watched {
  /** Equal for equal scopes. */
  readonly key: string;
  readonly source: () => WatchSource;
  readonly options: ReflectorOptions;
}

export class Watches {
  readonly #reflectors = new Map<string, Reflector>();

  /** Listens until the signal is aborted; the last listener takes the reflector along. */
  add(watched: Watched, listener: WatchListener, signal: AbortSignal): void {
    if (signal.aborted) return;
    const { key } = watched;
    const known = this.#reflectors.get(key);
    const reflector = known ?? new Reflector(watched.source(), watched.options);
    this.#reflectors.set(key, reflector);
    reflector.add(listener);
    const leave = (): void => {
      if (!reflector.remove(listener)) return;
      reflector.stop();
      if (this.#reflectors.get(key) === reflector) this.#reflectors.delete(key);
    };
    signal.addEventListener('abort', leave, { once: true });
    if (!known) void reflector.run();
  }

  close(): void {
    for (const reflector of this.#reflectors.values()) reflector.stop();
    this.#reflectors.clear();
  }
}
