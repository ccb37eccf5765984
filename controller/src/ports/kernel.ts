/** The interpreter behind a notebook's kernel, asked as a child process of its own. */
import type { BundleEntry } from '../core/bundle/bundle.js';
import type { CallOptions } from './cluster.js';

/** A Python interpreter that can run the notebook. */
export interface Kernel {
  /** Kernel name, e.g. `python3`; absent when an interpreter was named directly. */
  readonly name?: string;
  /** Absolute path of the executable. */
  readonly python: string;
  /** Where it was found. */
  readonly origin: 'kernelspec' | 'option' | 'path';
  /** Path of the kernelspec folder. */
  readonly spec?: string;
  /** Environment variables the kernelspec sets. */
  readonly env: Readonly<Record<string, string>>;
}

/** A Python kernel that Jupyter lists. */
export interface InstalledKernel {
  readonly name: string;
  /** Absolute path of its interpreter; absent when that is gone. */
  readonly python?: string;
}

/** A distribution installed in the environment. */
export interface Distribution {
  /** Normalised name (PEP 503). */
  readonly name: string;
  readonly version: string;
  /** Import names it provides. */
  readonly imports: readonly string[];
  /** Folder of an editable install; its code is not in the environment itself. */
  readonly editable?: string;
}

/** What the interpreter says of itself. */
export interface KernelFacts {
  readonly python: string;
  /** e.g. `3.11.2`. */
  readonly version: string;
  readonly implementation: string;
  readonly platform: string;
  readonly distributions: readonly Distribution[];
  /** Top-level modules of the standard library. */
  readonly stdlib: readonly string[];
  /** Other top-level modules on its path that no distribution names. @default none */
  readonly modules?: readonly string[];
}

/** A syntax error as the interpreter itself reports it. */
export interface SyntaxFault {
  readonly line: number;
  readonly message: string;
}

export interface Kernels {
  /**
   * Finds the interpreter for a kernel name. `kernel-missing` when the name has no
   * kernelspec or its interpreter is gone.
   * @param name - the notebook's kernel; absent: `python3`, else the first Python on the PATH
   */
  find(name?: string): Promise<Kernel>;
  /** The kernels `find` knows by name, sorted; those of other languages are left out. */
  list(): Promise<readonly InstalledKernel[]>;
  /** An interpreter by path or command name; `kernel-missing` when it does not start. */
  named(python: string): Promise<Kernel>;
  /** Asks the interpreter, without running any of the user's code. */
  inspect(kernel: Kernel): Promise<KernelFacts>;
  /** Compiles, without executing; `undefined` when it compiles. */
  compile(kernel: Kernel, source: string): Promise<SyntaxFault | undefined>;
}

/** What a run would import, with the files and variables that it would have. */
export interface ImportTrial {
  readonly files: readonly BundleEntry[];
  /** Folders of `sys.path` below that of the run. */
  readonly roots: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** In the order in which they are imported; `names` are taken from them. */
  readonly modules: readonly {
    readonly module: string;
    readonly names: readonly string[];
  }[];
}

export interface ImportOutcome {
  readonly module: string;
  /** What it fails with; absent: it was imported. */
  readonly fault?: string;
}

export type ImportResult =
  | {
      readonly kind: 'tried';
      readonly outcomes: readonly ImportOutcome[];
      readonly seconds: number;
    }
  /** It took too long; `module` was being imported. */
  | {
      readonly kind: 'late';
      readonly module: string;
      readonly outcomes: readonly ImportOutcome[];
      readonly seconds: number;
    }
  /** The files could not be put together. */
  | { readonly kind: 'untried'; readonly detail: string };

export interface ImportWatch extends CallOptions {
  /** A module is being imported. */
  readonly onModule?: (module: string) => void;
}

export interface ImportTrials {
  /**
   * Imports them in a process of its own, in a copy of the files; of both, and of what
   * modules have started, nothing is left. Throws the signal's reason.
   */
  run(kernel: Kernel, trial: ImportTrial, watch?: ImportWatch): Promise<ImportResult>;
}
