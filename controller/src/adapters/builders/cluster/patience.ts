/** How long somebody waits for what does not go on by itself. */
import { ProblemError, type Problem } from '@jupyterlab-kubeflow/protocol';
import type { Timing } from '../../../ports/timing.js';

/** Milliseconds: autoscalers bring a node within some minutes. */
const LONGEST = 10 * 60_000;

export class Patience {
  readonly #timing: Timing;
  readonly #gone = new AbortController();
  readonly #signal: AbortSignal;
  #waiting: AbortController | undefined;

  /** @param signal - of who waits */
  constructor(timing: Timing, signal: AbortSignal) {
    this.#timing = timing;
    this.#signal = AbortSignal.any([signal, this.#gone.signal]);
  }

  /** Aborted when nobody waits any more. */
  get signal(): AbortSignal {
    return this.#signal;
  }

  /** @param problem - what there is in the way; undefined: nothing */
  look(problem: Problem | undefined): void {
    if (problem === undefined) {
      this.#waiting?.abort();
      this.#waiting = undefined;
      return;
    }
    if (this.#waiting) return;
    const waiting = new AbortController();
    this.#waiting = waiting;
    this.#timing.sleep(LONGEST, waiting.signal).then(
      () => {
        this.#gone.abort(new ProblemError(problem));
      },
      () => undefined
    );
  }

  /** Throws why nobody waits any more. */
  over(): Promise<never> {
    return Promise.reject(this.#signal.reason as Error);
  }

  end(): void {
    this.#waiting?.abort();
    this.#gone.abort();
  }
}
