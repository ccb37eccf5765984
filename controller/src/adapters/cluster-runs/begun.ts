/**
 * A run between the click and its objects, while its image is built: a mirror that says
 * what is done, and one who works on it. Where that one dies, the next collector finds
 * the mirror without a holder, and ends it.
 */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  BUILDER,
  fail,
  problem,
  ProblemError,
  reason,
  type Message,
  type Plan,
  type Problem,
  type Run
} from '@jupyterlab-kubeflow/protocol';
import type { Bundle } from '../../core/bundle/bundle.js';
import { buildMessage } from '../../core/image/build-progress.js';
import type { Clock } from '../../ports/clock.js';
import type { LaunchWatch } from '../../ports/target.js';
import { Board } from '../run-folder/board.js';
import { deliver } from '../run-folder/bundle-files.js';
import { FILES, RANK_FILES, rankFolder } from '../run-folder/layout.js';
import { isFull } from '../run-folder/storage.js';
import { Lock } from './lock.js';
import { makeMirror, rewritePlan } from './mirror.js';
import { StampedFile } from './stamped.js';

export interface Beginning {
  /** Of the mirror. */
  readonly folder: string;
  readonly run: Run;
  readonly plan: Plan;
  readonly bundle: Bundle;
  readonly watch: LaunchWatch;
  readonly clock: Clock;
}

/** Milliseconds between two signs of life. */
const BEAT = 1000;

export class Begun {
  readonly #beginning: Beginning;
  readonly #board: Board;
  readonly #lock: Lock;
  readonly #beat: NodeJS.Timeout;
  readonly #cancelled = new AbortController();
  #log: StampedFile | undefined;
  #settle = (): void => undefined;
  /** Resolves when the start has come to its end, whichever. */
  readonly over = new Promise<void>(resolve => {
    this.#settle = resolve;
  });

  private constructor(beginning: Beginning, lock: Lock) {
    const { folder, run, clock } = beginning;
    this.#beginning = beginning;
    this.#board = new Board(folder, run);
    this.#lock = lock;
    this.#beat = setInterval(() => {
      lock.hold(clock.now());
    }, BEAT);
    this.#beat.unref();
  }

  /** `run-exists` when somebody else has begun it a moment earlier. */
  static begin(beginning: Beginning): Begun {
    const run = { ...beginning.run, waiting: buildMessage({ step: 'base' }) };
    makeMirror(beginning.folder, run, beginning.plan);
    const lock = Lock.take(beginning.folder, beginning.clock.now());
    if (!lock) return fail('run-exists', { id: run.id });
    return new Begun({ ...beginning, run }, lock);
  }

  /** Puts the bundle into the mirror, and says that the run is there. */
  async deliver(): Promise<void> {
    const { folder, bundle, watch, run } = this.#beginning;
    await deliver(bundle, join(folder, FILES.bundle));
    watch.onBegun?.(run);
  }

  /** Ends the building, from either side. */
  get signal(): AbortSignal {
    const { signal } = this.#beginning.watch;
    return AbortSignal.any([this.#cancelled.signal, ...(signal ? [signal] : [])]);
  }

  /** A word on what is done. */
  tell(waiting: Message): void {
    this.#beginning.watch.onProgress?.(waiting);
    this.#board.update({ waiting });
    this.#board.publish();
  }

  /** What keeps it from going on by itself; undefined: nothing. */
  stuck(problem: Problem | undefined): void {
    if (problem) {
      const why = problem.sentence;
      this.#beginning.watch.onProgress?.(reason('builder-stuck', { why }));
      this.#board.update({ obstacle: problem });
    } else this.#board.clear('obstacle');
    this.#board.publish();
  }

  /** A line of whoever builds the image. */
  line(text: string): void {
    const { folder, clock } = this.#beginning;
    const path = rankFolder(folder, BUILDER);
    this.#log ??= new StampedFile(
      join(path, RANK_FILES.log),
      join(path, RANK_FILES.stamps)
    );
    this.#log.append(text, clock.now());
  }

  cancel(): void {
    const { id } = this.#beginning.run;
    this.#cancelled.abort(new ProblemError(problem('run-start-cancelled', { id })));
  }

  /**
   * Its objects are there: they say what comes next. Written before the lock is given up.
   * @param plan - as it is run
   */
  done(plan: Plan | undefined): void {
    if (plan) rewritePlan(this.#beginning.folder, plan);
    this.#board.clear('waiting', 'obstacle');
    this.#board.publish();
    this.#release();
  }

  /** Who was told that it had begun finds how it ended; for others it never was. */
  async failed(error: unknown): Promise<void> {
    const { watch, folder, clock } = this.#beginning;
    try {
      // Read by whoever sees that it has ended.
      this.#flush();
      if (watch.onBegun) {
        this.#board.clear('waiting', 'obstacle');
        this.#board.end(this.#endOf(error), clock.now());
      }
    } finally {
      this.#release();
    }
    if (!watch.onBegun) await rm(folder, { recursive: true, force: true });
  }

  /** On a full disk the end of the log is lost, and nothing else. */
  #flush(): void {
    try {
      this.#log?.flush();
    } catch (error) {
      if (!isFull(error)) throw error;
    }
  }

  #endOf(error: unknown): Parameters<Board['end']>[0] {
    if (this.signal.aborted) return { state: 'cancelled' };
    const { id } = this.#beginning.run;
    const why =
      error instanceof ProblemError
        ? error.problem
        : problem('run-start-interrupted', { id });
    return { state: 'failed', problem: why };
  }

  #release(): void {
    clearInterval(this.#beat);
    this.#flush();
    this.#lock.release();
    this.#settle();
  }
}
