/** Signals while a command works: who listens late hears what came before. */
import type { Process, SignalName } from '../ports/process.js';
import { EXIT } from './exit.js';

const NAMES: readonly SignalName[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** Exit code of a command that a signal ended. */
export const SIGNAL_EXIT: Readonly<Record<SignalName, number>> = {
  SIGINT: EXIT.cancelled,
  SIGTERM: EXIT.terminated,
  SIGHUP: EXIT.hangup
};

type Listener = (name: SignalName) => void;

export class Signals {
  readonly #received: SignalName[] = [];
  readonly #listeners = new Set<Listener>();
  readonly #stops: readonly (() => void)[];

  constructor(process: Pick<Process, 'onSignal'>) {
    this.#stops = NAMES.map(name =>
      process.onSignal(name, () => {
        this.#receive(name);
      })
    );
  }

  /** Tells the signals so far, then those that come; call the result to stop. */
  listen(listener: Listener): () => void {
    this.#received.forEach(listener);
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Work that may be dropped: resolves to its result, or to the signal that came first. */
  async race<Value>(work: Promise<Value>): Promise<Value | SignalName> {
    let stop = (): void => undefined;
    const signal = new Promise<SignalName>(resolve => {
      stop = this.listen(resolve);
    });
    try {
      return await Promise.race([work, signal]);
    } finally {
      stop();
    }
  }

  /** Signals end the process again. */
  dispose(): void {
    this.#stops.forEach(stop => {
      stop();
    });
  }

  #receive(name: SignalName): void {
    this.#received.push(name);
    [...this.#listeners].forEach(listener => {
      listener(name);
    });
  }
}

/** Tells a signal from a result of `race`. */
export function isSignal(value: unknown): value is SignalName {
  return NAMES.some(name => name === value);
}
