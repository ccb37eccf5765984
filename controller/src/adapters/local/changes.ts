/** Waits until something changes in some folders: told by the system, else by the clock. */
import { watch, type FSWatcher } from 'node:fs';

/** Longest wait between two looks, in milliseconds: what a missed notice can cost. */
const POLL = 200;

/** Owns watches of folders (not of what is below them). */
export class Changes {
  readonly #watchers: FSWatcher[];
  #changed = false;
  #wake: (() => void) | undefined;

  /** @param matters - which file names count; by default all */
  constructor(folders: readonly string[], matters?: (name: string) => boolean) {
    this.#watchers = folders.flatMap(folder => this.#watch(folder, matters) ?? []);
  }

  /**
   * Resolves after a change since the last call, or after 200 ms.
   * @param pause - least time to wait, in milliseconds: gathers changes that come in a row
   */
  async next(pause: number, signal?: AbortSignal): Promise<void> {
    await sleep(pause, signal);
    if (!this.#changed && signal?.aborted !== true) await this.#wait(signal);
    this.#changed = false;
  }

  close(): void {
    for (const watcher of this.#watchers) watcher.close();
    this.#wake?.();
  }

  #wait(signal?: AbortSignal): Promise<void> {
    return new Promise(resolve => {
      const wake = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', wake);
        this.#wake = undefined;
        resolve();
      };
      const timer = setTimeout(wake, POLL);
      signal?.addEventListener('abort', wake);
      this.#wake = wake;
    });
  }

  /** Without watches (their number is limited by the system) the clock has to do. */
  #watch(folder: string, matters?: (name: string) => boolean): FSWatcher | undefined {
    try {
      const watcher = watch(folder, (_event, name) => {
        if (name !== null && matters?.(name) === false) return;
        this.#changed = true;
        this.#wake?.();
      });
      watcher.on('error', () => {
        watcher.close();
      });
      return watcher;
    } catch {
      return undefined;
    }
  }
}

/** Waits so many milliseconds, or until aborted; never throws. */
export function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    if (signal?.aborted === true) {
      resolve();
      return;
    }
    const done = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal?.addEventListener('abort', done);
  });
}
