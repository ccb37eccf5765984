/** Times, durations and numbers as people read them, in the language of the page. */
import type { TranslationBundle } from '@jupyterlab/translation';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Milliseconds as `0:09`, `1:12`, `2 h 05` or `3 d 4 h`. */
export function durationText(milliseconds: number): string {
  const seconds = Math.floor(Math.max(0, milliseconds) / 1000);
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  if (hours >= 24) return `${String(Math.floor(hours / 24))} d ${String(hours % 24)} h`;
  if (hours > 0) return `${String(hours)} h ${two(minutes)}`;
  return `${String(minutes)}:${two(seconds % 60)}`;
}

/** Relative within a day, `3 min ago`; before that the date. */
export function momentText(
  trans: TranslationBundle,
  time: number,
  now: number
): string {
  const age = Math.max(0, now - time);
  if (age < MINUTE) return trans.__('just now');
  if (age < HOUR) return trans.__('%1 min ago', Math.floor(age / MINUTE));
  if (age < DAY) return trans.__('%1 h ago', Math.floor(age / HOUR));
  return absoluteText(time).slice(0, 10);
}

/** `2026-05-02 14:03:07`, local time. */
export function absoluteText(time: number): string {
  const offset = new Date(time).getTimezoneOffset() * MINUTE;
  return new Date(time - offset).toISOString().slice(0, 19).replace('T', ' ');
}

/** At most four significant digits: `0.9722`, `12300`, `1.5e-7`. */
export function numberText(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e9) return String(value);
  return String(Number(value.toPrecision(4)));
}

/** `experiments/very-long-name.ipynb` in 20: `experime…name.ipynb`; the whole in a tooltip. */
export function elide(text: string, length: number): string {
  if (text.length <= length) return text;
  const head = Math.ceil((length - 1) / 2);
  return `${text.slice(0, head)}…${text.slice(text.length - (length - 1 - head))}`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
