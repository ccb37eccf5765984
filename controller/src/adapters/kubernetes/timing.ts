/** Real time and chance. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from '../../ports/clock.js';
import type { Timing } from '../../ports/timing.js';

/** Waits keep no process alive: whoever waits for an answer does that. */
export function realTiming(clock: Clock, random: () => number): Timing {
  return { now: () => clock.now(), random, sleep };
}

async function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  try {
    await delay(ms, undefined, { ...(signal ? { signal } : {}) });
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  }
}
