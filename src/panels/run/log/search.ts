/** Where a text occurs in lines, whatever its case; lines are given one after the other. */
import { Numbers } from './numbers.js';

/** More are not counted: nobody steps through them. */
export const MOST_FOUND = 100_000;

/** One occurrence. */
export interface Found {
  /** Number of the line. */
  readonly line: number;
  /** First character within the line's text. */
  readonly start: number;
}

export class Search {
  private readonly folded: string;
  private readonly lines = new Numbers();
  private readonly starts = new Numbers();

  constructor(readonly query: string) {
    this.folded = fold(query);
  }

  get count(): number {
    return this.lines.length;
  }

  get full(): boolean {
    return this.count >= MOST_FOUND;
  }

  take(line: number, text: string): void {
    for (const start of occurrences(text, this.folded)) {
      if (this.full) return;
      this.lines.push(line);
      this.starts.push(start);
    }
  }

  at(index: number): Found | undefined {
    if (index < 0 || index >= this.count) return undefined;
    return { line: this.lines.at(index), start: this.starts.at(index) };
  }

  /** Index of the first occurrence at or behind a line; `count` when there is none. */
  firstFrom(line: number): number {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.lines.at(middle) < line) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** First characters of the occurrences of a folded text, without overlaps. */
export function occurrences(text: string, folded: string): number[] {
  if (folded === '') return [];
  const inText = fold(text);
  const starts: number[] = [];
  for (
    let start = inText.indexOf(folded);
    start >= 0;
    start = inText.indexOf(folded, start + folded.length)
  ) {
    starts.push(start);
  }
  return starts;
}

/** Lower case of the same length: positions must stay what they are. */
export function fold(text: string): string {
  const lower = text.toLowerCase();
  if (lower.length === text.length) return lower;
  return Array.from(text, character => {
    const one = character.toLowerCase();
    return one.length === character.length ? one : character;
  }).join('');
}
