/** Numbers on the command line. */
import { InvalidArgumentError } from 'commander';

/** From 0 up. */
export const number = (text: string): number => within(0, Infinity)(text);

/** Reads a number from the first to the second, both included. */
export function within(least: number, most: number): (text: string) => number {
  return text => {
    const value = Number(text);
    if (text.trim() !== '' && value >= least && value <= most) return value;
    const range = most === Infinity ? 'up' : `to ${String(most)}`;
    throw new InvalidArgumentError(
      `a number from ${String(least)} ${range} is needed.`
    );
  };
}
