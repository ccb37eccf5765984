/** Durations, times and numbers as people read them; sizes are core's `bytesText`. */
import { plural } from './text.js';

/** Milliseconds as `0.4 s`, `9 s`, `1:12`, `2 h 05` or `3 d 4 h`. */
export function duration(milliseconds: number): string {
  const seconds = Math.max(0, milliseconds) / 1000;
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  return seconds < 59.5 ? `${seconds.toFixed(0)} s` : clock(Math.round(seconds));
}

/** Milliseconds as `0:09`, `1:12`, `2 h 05` or `3 d 4 h`: for what ticks. */
export function ticking(milliseconds: number): string {
  return clock(Math.floor(Math.max(0, milliseconds) / 1000));
}

function clock(seconds: number): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  if (hours >= 24) return `${String(Math.floor(hours / 24))} d ${String(hours % 24)} h`;
  if (hours > 0) return `${String(hours)} h ${two(minutes)}`;
  return `${String(minutes)}:${two(seconds % 60)}`;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Relative within a day, `3 min ago`; before that `2026-05-02 14:03`, local time. */
export function moment(time: number, now: number): string {
  const age = Math.max(0, now - time);
  if (age < MINUTE) return 'just now';
  if (age < HOUR) return `${String(Math.floor(age / MINUTE))} min ago`;
  if (age < 24 * HOUR) return `${String(Math.floor(age / HOUR))} h ago`;
  return absolute(time).slice(0, 16);
}

/** `2026-05-02 14:03:07`, local time. */
export function absolute(time: number): string {
  const date = new Date(time);
  const local = new Date(time - date.getTimezoneOffset() * MINUTE);
  return local.toISOString().slice(0, 19).replace('T', ' ');
}

/** A time of day with milliseconds, local: what stands before log lines. */
export function timeOfDay(time: number): string {
  const offset = new Date(time).getTimezoneOffset() * MINUTE;
  return new Date(time - offset).toISOString().slice(11, 23);
}

/** At most four significant digits: `0.9722`, `12300`, `1.5e-7`. */
export function figure(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e9) return String(value);
  return String(Number(value.toPrecision(4)));
}

/** `loss 0.31 · accuracy 0.97`. */
export function metricsText(metrics: Readonly<Record<string, number>>): string {
  return Object.entries(metrics)
    .map(([name, value]) => `${name} ${figure(value)}`)
    .join(' · ');
}

/** `1 process`, `3 workers`: what runs. */
export function workers(count: number): string {
  return count === 1 ? '1 process' : plural(count, 'worker');
}
