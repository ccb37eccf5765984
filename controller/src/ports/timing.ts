/** Time, waiting and chance, passed in so that tests can choose them. */
import type { Clock } from './clock.js';

export interface Timing extends Clock {
  /** From 0 up to 1. */
  random(): number;
  /** Rejects with the signal's reason when it is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}
