/**
 * Where rows of different heights are, without looking at all of them: sums per block.
 * Heights are in lines of text, so that nothing has to be measured.
 */
import { Numbers } from './numbers.js';

const BLOCK = 256;

/** A row, and how far below its top. */
export interface RowPosition {
  readonly row: number;
  readonly inside: number;
}

export class RowMap {
  private readonly numbers = new Numbers();
  private readonly heights = new Numbers();
  /** Height above each block. */
  private readonly above: number[] = [];
  private sum = 0;

  /** How many rows. */
  get length(): number {
    return this.numbers.length;
  }

  /** Height of all rows. */
  get height(): number {
    return this.sum;
  }

  /** Adds a row that shows the line `number`. */
  push(number: number, height: number): void {
    if (this.numbers.length % BLOCK === 0) this.above.push(this.sum);
    this.numbers.push(number);
    this.heights.push(height);
    this.sum += height;
  }

  /** Number of the line a row shows. */
  lineAt(row: number): number {
    return this.numbers.at(row);
  }

  heightOf(row: number): number {
    return this.heights.at(row);
  }

  /** Height of all rows above `row`. */
  top(row: number): number {
    const block = Math.floor(row / BLOCK);
    let top = this.above[block] ?? this.sum;
    for (let other = block * BLOCK; other < row; other++) top += this.heightOf(other);
    return Math.min(top, this.sum);
  }

  /** The row at a height; the last one for everything below. */
  find(height: number): RowPosition {
    const block = lastNotAbove(this.above, height);
    let row = block * BLOCK;
    let top = this.above[block] ?? 0;
    while (row < this.length - 1 && top + this.heightOf(row) <= height) {
      top += this.heightOf(row);
      row += 1;
    }
    return { row, inside: Math.max(0, height - top) };
  }

  /** The row that shows the line, or the first one behind it. */
  rowOf(number: number): number {
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.numbers.at(middle) < number) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** Index of the last value that is not more than `limit`; 0 when there is none. */
function lastNotAbove(values: readonly number[], limit: number): number {
  let low = 0;
  let high = values.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((values[middle] ?? 0) <= limit) low = middle;
    else high = middle - 1;
  }
  return low;
}
