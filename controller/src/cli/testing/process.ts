/** For tests of commands: a process that records what is written, and plays signals. */
import type { Output, Process, SignalName } from '../../ports/process.js';

/** A stream that keeps what it is given. */
export class RecordedOutput implements Output {
  readonly #closed = new AbortController();
  text = '';
  readonly closed: AbortSignal = this.#closed.signal;

  constructor(
    readonly isTTY = false,
    readonly colours = false,
    readonly width = 100
  ) {}

  columns(): number {
    return this.width;
  }

  write(text: string): Promise<void> {
    this.text += text;
    return Promise.resolve();
  }

  /** The reader goes away. */
  close(): void {
    this.#closed.abort();
  }
}

/** A process whose signals and timers are played by the test. */
export class RecordedProcess implements Process {
  readonly #handlers = new Map<SignalName, () => void>();
  readonly #ticks = new Set<() => void>();
  readonly written = new Map<string, string>();
  readonly cwd = '/work';
  readonly debug = false;
  readonly terminal: { readonly out: RecordedOutput; readonly err: RecordedOutput };
  /** What can be read, by absolute path. */
  readonly readable = new Map<string, string>();
  readonly files = {
    read: (path: string): Promise<string> => {
      const text = this.readable.get(path);
      return text === undefined
        ? Promise.reject(new Error(path))
        : Promise.resolve(text);
    },
    write: (path: string, content: string | Uint8Array): Promise<void> => {
      const text =
        typeof content === 'string' ? content : new TextDecoder().decode(content);
      this.written.set(path, text);
      return Promise.resolve();
    },
    copy: (from: string, to: string): Promise<void> => {
      this.written.set(to, `copy of ${from}`);
      return Promise.resolve();
    },
    list: (folder: string): Promise<string[]> =>
      Promise.resolve(
        folder === '/work/dir' ? ['a.ipynb', 'b.ipynb', 'notes.txt'] : []
      ),
    isFolder: (path: string): Promise<boolean> => Promise.resolve(path === '/work/dir')
  };

  constructor(out = new RecordedOutput(), err = new RecordedOutput()) {
    this.terminal = { out, err };
  }

  onSignal(name: SignalName, handler: () => void): () => void {
    this.#handlers.set(name, handler);
    return () => this.#handlers.delete(name);
  }

  every(_milliseconds: number, tick: () => void): () => void {
    this.#ticks.add(tick);
    return () => this.#ticks.delete(tick);
  }

  surroundings(): ReturnType<Process['surroundings']> {
    return Promise.resolve({
      node: '24.0.0',
      system: 'linux 6 x64',
      runsFolder: '/home/me/runs'
    });
  }

  /** Plays a signal; false when nobody handles it. */
  signal(name: SignalName): boolean {
    this.#handlers.get(name)?.();
    return this.#handlers.has(name);
  }

  /** Plays one turn of all timers. */
  tick(): void {
    this.#ticks.forEach(tick => {
      tick();
    });
  }
}
