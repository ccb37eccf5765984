/**
 * Where runs happen. The local target and, later, the cluster implement it; one
 * contract suite (`test/contract/target.ts`) holds for all of them.
 */
import type {
  Cursor,
  Followed,
  Message,
  OutputFile,
  Plan,
  Run
} from '@jupyterlab-kubeflow/protocol';
import type { Bundle } from '../core/bundle/bundle.js';

/** How a start that takes a while (an image is built for it) is watched and ended. */
export interface LaunchWatch {
  /** Ends the start, while nothing runs yet. */
  readonly signal?: AbortSignal;
  /** What is done at the moment. */
  readonly onProgress?: (doing: Message) => void;
  /** A line of whoever builds the image. */
  readonly onLine?: (line: string) => void;
  /**
   * The run is there, is seen by everybody, and goes on starting. It stays when the start
   * fails from now on, and says why; without this nothing is left.
   */
  readonly onBegun?: (run: Run) => void;
}

/** A run to start. */
export interface LaunchRequest extends LaunchWatch {
  /** Chosen by the caller: launching the same id twice starts one run. */
  readonly id: string;
  readonly plan: Plan;
  readonly bundle: Bundle;
}

/** A run to start again, from what the earlier run was given. */
export interface RerunRequest extends LaunchWatch {
  readonly id: string;
  /** The run to repeat. */
  readonly from: string;
  /** Parameter values that replace those of the earlier run, by name. */
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** A file of a run, to be read once. */
export interface OpenFile {
  /** Bytes, as `bytes` will give them. */
  readonly size: number;
  readonly bytes: AsyncIterable<Uint8Array>;
}

/** How to follow a run. */
export interface FollowOptions {
  /** Resume behind what was already read; absent: from the first line. */
  readonly from?: Cursor;
  /** Ends the iteration. */
  readonly signal?: AbortSignal;
  /** False: yield what is there and end, without waiting for more. @default true */
  readonly live?: boolean;
  /** False: no output lines, only the run and its events. @default true */
  readonly logs?: boolean;
}

/** What of a run is deleted. */
export interface RemoveOptions {
  /** Also the PersistentVolumeClaims it made on a cluster, with their data. @default false */
  readonly claims?: boolean;
}

/**
 * Runs plans. Every method throws `ProblemError` with a row of the error table;
 * an id nobody knows is `run-unknown`.
 */
export interface RunTarget {
  /**
   * Starts a run, or fails and leaves nothing. Resolves when the run exists and is
   * on its own: the caller may die. `run-exists` when the id is taken.
   */
  launch(request: LaunchRequest): Promise<Run>;
  /** As `launch`, with the plan and bundle of an earlier run. */
  rerun(request: RerunRequest): Promise<Run>;
  /** All runs, newest first. */
  list(): Promise<Run[]>;
  get(id: string): Promise<Run>;
  /** The plan as it was launched. */
  plan(id: string): Promise<Plan>;
  /**
   * The run, its output lines and its events: per rank in order, nothing lost or
   * doubled; across ranks by time. Ends after the run has ended and all was given.
   */
  follow(id: string, options?: FollowOptions): AsyncIterable<Followed>;
  /** Asks the run to end: SIGTERM, after the grace SIGKILL. A no-op when it has ended. */
  cancel(id: string): Promise<void>;
  /**
   * Stops its pods and keeps the run; a no-op when it is suspended. `suspend-local` where
   * that cannot be done, `run-over` when it has ended.
   */
  suspend(id: string): Promise<void>;
  /** Starts a suspended run's pods anew; otherwise as `suspend`. */
  resume(id: string): Promise<void>;
  /** Deletes an ended run and all that belongs to it; `run-active` while it runs. */
  remove(id: string, options?: RemoveOptions): Promise<void>;
  /** Files the run made or changed. */
  outputs(id: string): Promise<OutputFile[]>;
  /**
   * A file below a rank's working folder; `output-missing` when there is none, and for
   * a path or link that leads out of the folder.
   */
  file(id: string, rank: number, path: string): Promise<OpenFile>;
  /** All output of a rank so far, as it was written. */
  log(id: string, rank: number): Promise<OpenFile>;
  /** Bytes that all files of the run take. */
  size(id: string): Promise<number>;
}
