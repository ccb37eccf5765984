/** The process a command runs in: its terminal, signals, timers and files. */

/** One of the two streams a command writes to. */
export interface Output {
  /** Resolves when more may be written: awaiting it is how back pressure is honoured. */
  write(text: string): Promise<void>;
  readonly isTTY: boolean;
  readonly colours: boolean;
  /** Width to lay text out for; asked each time, for windows are resized. */
  columns(): number;
  /** Aborted when the reader is gone (`jkf … | head`). Writing then does nothing. */
  readonly closed: AbortSignal;
}

export interface Terminal {
  readonly out: Output;
  readonly err: Output;
}

/** Signals a command may handle itself. */
export type SignalName = 'SIGINT' | 'SIGTERM' | 'SIGHUP';

/** Files outside any run: what `-o` writes, and what an option names. */
export interface Files {
  /**
   * A file's text; `file-missing`, `file-unreadable` or `file-not-text`.
   * @param shown - the path as the user wrote it
   */
  read(path: string, shown: string): Promise<string>;
  /**
   * Writes bytes, or text in UTF-8, and makes the folders above it; `output-unwritable`
   * when it cannot.
   */
  write(path: string, content: string | Uint8Array): Promise<void>;
  /** Copies a file, and makes the folders above it; `output-unwritable` when it cannot. */
  copy(from: string, to: string): Promise<void>;
  isFolder(path: string): Promise<boolean>;
  /** Names of the files of a folder, as people count: `2` before `10`. */
  list(folder: string): Promise<string[]>;
}

/** What the process finds out about its surroundings, for `jkf doctor`. */
export interface Surroundings {
  /** Version of Node, e.g. `24.19.0`. */
  readonly node: string;
  /** e.g. `linux 6.1.0 x64`. */
  readonly system: string;
  readonly runsFolder: string;
  /** Why the runs folder cannot be written; absent when it can. */
  readonly runsFault?: string;
  /** Why no port of this computer can be opened; absent when one can. */
  readonly portFault?: string;
  /** Why a detached process of this program does not start; absent when it does. */
  readonly startFault?: string;
  /** The kubeconfig file, when there is one; nothing in it is contacted. */
  readonly kubeconfig?: { readonly path: string; readonly context?: string };
}

export interface Process {
  /** Absolute path of the current folder. */
  readonly cwd: string;
  /** Unexpected errors show their stack. */
  readonly debug: boolean;
  readonly terminal: Terminal;
  readonly files: Files;
  /** Handles a signal instead of being ended by it; call the result to stop. */
  onSignal(name: SignalName, handler: () => void): () => void;
  /** Calls `tick` every so many milliseconds; call the result to stop. */
  every(milliseconds: number, tick: () => void): () => void;
  surroundings(): Promise<Surroundings>;
}
