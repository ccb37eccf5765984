/** Amounts as people write them, both ways: whole numbers, cores, sizes, times. */
import { exactBytes, readBytes } from './quantity.js';

/** A value as text. */
export interface ValueText<T> {
  /** How it is written. */
  readonly example: string;
  readonly write: (value: T) => string;
  /** `undefined` for text that cannot be read. */
  readonly read: (text: string) => T | undefined;
}

const NUMBER = /^\d{1,9}$/;

/** A whole number from `least`. */
export function wholeText(example: string, least = 0): ValueText<number> {
  return {
    example,
    write: String,
    read: text => {
      const value = NUMBER.test(text) ? Number(text) : -1;
      return value >= least ? value : undefined;
    }
  };
}

/** Cores: `2`, `0.5` or `500m`. */
export const CORES: ValueText<number> = {
  example: '0.5',
  // Kubernetes knows no less than a thousandth.
  write: value => String(Math.round(value * 1000) / 1000),
  read: text => {
    const [, amount, milli] = /^(\d{1,9}(?:\.\d+)?)(m?)$/.exec(text.trim()) ?? [];
    const cores = Number(amount ?? 0) / (milli ? 1000 : 1);
    return cores >= 0.001 ? Math.round(cores * 1000) / 1000 : undefined;
  }
};

/** Bytes: `500MiB`, `10GiB`. */
export const SIZE: ValueText<number> = {
  example: '8GiB',
  write: exactBytes,
  read: readBytes
};

/** The same, where none is a size, too. */
export const SIZE_OR_NONE: ValueText<number> = {
  ...SIZE,
  read: text => (text.trim() === '0' ? 0 : readBytes(text))
};

const SECONDS: readonly (readonly [string, number])[] = [
  ['w', 604_800],
  ['d', 86_400],
  ['h', 3600],
  ['m', 60],
  ['s', 1]
];

/** Seconds: `90s`, `10m`, `12h`, `1d`, or a plain number of them; at least `least`. */
export function timeText(example: string, least: number): ValueText<number> {
  return {
    example,
    write: value => {
      const [unit, length] = SECONDS.find(([, each]) => value % each === 0) ?? ['s', 1];
      return value === 0 ? '0s' : `${String(value / length)}${unit}`;
    },
    read: text => {
      const [, amount, unit = 's'] =
        /^(\d{1,9})\s*([smhdw]?)$/i.exec(text.trim()) ?? [];
      const length = SECONDS.find(
        ([name]) => name === (unit || 's').toLowerCase()
      )?.[1];
      const value = Number(amount) * (length ?? NaN);
      return Number.isSafeInteger(value) && value >= least ? value : undefined;
    }
  };
}
