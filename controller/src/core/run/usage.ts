/**
 * When the parent of a rank tells what the rank uses: as often as a plot needs, and ever
 * less often, so that a run of days stays small. `controller/runner/jkf_runner/usage.py`
 * does the same in a pod.
 */
import type { RunnerEvent } from '@jupyterlab-kubeflow/protocol';

/** What was used: CPU so far, memory now. */
export interface Usage {
  readonly cpuSeconds: number;
  readonly memoryBytes: number;
}

export type UsageEvent = Extract<RunnerEvent, { kind: 'usage' }>;
export type UsageFields = Pick<UsageEvent, 'cpu' | 'memoryBytes'>;

/** What was seen of a rank; all times in seconds. */
export interface Recording {
  readonly began: number;
  /** Time and CPU time of the last event. */
  readonly since: number;
  readonly told: number;
  /** Time and CPU time of the last look. */
  readonly seen: number;
  readonly cpuSeconds: number;
  /** Memory since the last event; absent before the first look. */
  readonly highest?: number;
}

/** A recording after a look, and what is to be told. */
export interface Recorded {
  readonly recording: Recording;
  readonly event?: UsageFields;
}

/** Seconds between two events: a share of the time so far. */
const EVENTS = { shortest: 1, longest: 300, share: 60 };
/** Longest time between two looks, of which an event tells the highest memory. */
const LOOK = 5;

/** Of a rank that has just been started. */
export function beginRecording(now: number): Recording {
  return { began: now, since: now, told: 0, seen: now, cpuSeconds: 0 };
}

/** Seconds to the next look: two or more of them make an event. */
export function pauseOf(recording: Recording): number {
  const due = intervalOf(recording);
  return due / Math.max(2, Math.ceil(due / LOOK));
}

/** Seconds to the next look at several ranks; the shortest there is while there are none. */
export function pauseOfAll(recordings: readonly Recording[]): number {
  const none = EVENTS.shortest / 2;
  return recordings.length > 0 ? Math.min(...recordings.map(pauseOf)) : none;
}

/** Takes a look; with an event when one is due. */
export function look(recording: Recording, now: number, usage: Usage): Recorded {
  const next = {
    ...recording,
    seen: now,
    cpuSeconds: usage.cpuSeconds,
    highest: Math.max(recording.highest ?? 0, usage.memoryBytes)
  };
  const isDue = now - recording.since >= intervalOf(recording) * 0.99;
  return isDue ? rest(next) : { recording: next };
}

/** What was seen since the last event, when there is to be no other look. */
export function rest(recording: Recording): Recorded {
  const { highest, seen, since, cpuSeconds, told } = recording;
  if (highest === undefined || seen <= since) return { recording };
  const cores = Math.max(0, cpuSeconds - told) / (seen - since);
  const { began } = recording;
  return {
    recording: { began, since: seen, told: cpuSeconds, seen, cpuSeconds },
    event: { cpu: Math.round(cores * 1000) / 1000, memoryBytes: highest }
  };
}

function intervalOf({ began, since }: Recording): number {
  const { shortest, longest, share } = EVENTS;
  return Math.min(longest, Math.max(shortest, (since - began) / share));
}
