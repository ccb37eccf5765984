/** Time and chance, passed in so that tests can choose them. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from '../../ports/clock.js';

export interface Timing {
  readonly clock: Clock;
  /** From 0 up to 1. */
  readonly random: () => number;
  /** Rejects with the signal's reason when it is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** Real waiting. It keeps no process alive: whoever waits for an answer does that. */
export function realTiming(clock: Clock, random: () => number): Timing {
  return { clock, random, sleep };
}

async function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  try {
    await delay(ms, undefined, { ...(signal ? { signal } : {}) });
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  }
}
