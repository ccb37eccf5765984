/**
 * What the log view shows of a run's lines: a filter, wrapping, a search. All of it grows
 * with the lines, a slice of time at a time; nothing is ever as long as a long log.
 */
import type { LogLines } from '../../../tokens.js';
import { ErrorLines } from './error-lines.js';
import { plainText } from './line-text.js';
import { Numbers } from './numbers.js';
import { RowMap } from './row-map.js';
import { Search } from './search.js';
import { columnsOf } from './width.js';

/** All lines, lines that tell of errors, or those of one rank. */
export type LogFilter = 'all' | 'errors' | number;

/** Traits of a line, as bits. */
const ERROR = 1;
/** It has characters of two columns, which leave a column empty where they do not fit. */
const WIDE = 2;

/** Lines looked at between two looks at the clock. */
const STRIDE = 200;

export class LogModel {
  rows = new RowMap();
  private readonly ranksOf = new Numbers();
  private readonly widths = new Numbers();
  private readonly traits = new Numbers();
  private readonly classifier = new ErrorLines();
  private shown: LogFilter = 'all';
  private columns: number | undefined;
  private search: Search | undefined;
  private searched = 0;
  private errorCount = 0;
  private widestLine = 0;
  private readonly seenRanks = new Set<number>();

  constructor(private readonly lines: LogLines) {}

  /** Ranks that wrote something, ascending. */
  get ranks(): readonly number[] {
    return [...this.seenRanks].sort((a, b) => a - b);
  }

  /** Lines that tell of errors. */
  get errors(): number {
    return this.errorCount;
  }

  /** Columns of the widest line. */
  get widest(): number {
    return this.widestLine;
  }

  get filter(): LogFilter {
    return this.shown;
  }

  get found(): Search | undefined {
    return this.search;
  }

  /** Everything there is has been looked at. */
  get settled(): boolean {
    return this.taken === this.lines.length && this.searchDone;
  }

  show(filter: LogFilter): void {
    if (filter === this.shown) return;
    this.shown = filter;
    this.layOut();
    this.restartSearch();
  }

  /** Wraps lines at so many columns; `undefined`: not at all. */
  wrap(columns: number | undefined): void {
    if (columns === this.columns) return;
    this.columns = columns;
    this.layOut();
  }

  seek(query: string): void {
    this.search = query === '' ? undefined : new Search(query);
    this.searched = 0;
  }

  /** Number of the last line of a rank that tells of an error. */
  lastError(rank: number): number | undefined {
    for (let number = this.taken - 1; number >= 0; number--) {
      const isError = (this.traits.at(number) & ERROR) !== 0;
      if (isError && this.ranksOf.at(number) === rank) return number;
    }
    return undefined;
  }

  /** Goes on until everything is looked at (true), or `enough` says so. */
  advance(enough: () => boolean): boolean {
    while (!this.settled) {
      if (this.taken < this.lines.length) this.takeSome();
      else this.searchSome();
      if (enough()) return this.settled;
    }
    return true;
  }

  private get taken(): number {
    return this.widths.length;
  }

  private get searchDone(): boolean {
    return !this.search || this.search.full || this.searched >= this.rows.length;
  }

  private takeSome(): void {
    const end = Math.min(this.lines.length, this.taken + STRIDE);
    for (let number = this.taken; number < end; number++) this.take(number);
  }

  private take(number: number): void {
    const { rank, text } = this.lines.at(number) ?? { rank: 0, text: '' };
    const plain = plainText(text);
    const isError = this.classifier.take(rank, plain);
    const width = columnsOf(plain);
    this.ranksOf.push(rank);
    this.widths.push(width);
    this.traits.push((isError ? ERROR : 0) | (width > plain.length ? WIDE : 0));
    this.seenRanks.add(rank);
    if (isError) this.errorCount += 1;
    this.widestLine = Math.max(this.widestLine, width);
    this.lay(number);
  }

  private layOut(): void {
    this.rows = new RowMap();
    for (let number = 0; number < this.taken; number++) this.lay(number);
  }

  private lay(number: number): void {
    if (this.passes(number)) this.rows.push(number, this.heightOf(number));
  }

  private passes(number: number): boolean {
    if (this.shown === 'all') return true;
    if (this.shown === 'errors') return (this.traits.at(number) & ERROR) !== 0;
    return this.ranksOf.at(number) === this.shown;
  }

  private heightOf(number: number): number {
    if (this.columns === undefined) return 1;
    const lost = this.traits.at(number) & WIDE ? 1 : 0;
    const columns = Math.max(1, this.columns - lost);
    return Math.max(1, Math.ceil(this.widths.at(number) / columns));
  }

  private restartSearch(): void {
    if (this.search) this.seek(this.search.query);
  }

  private searchSome(): void {
    const end = Math.min(this.rows.length, this.searched + STRIDE);
    for (; this.searched < end; this.searched++) {
      const number = this.rows.lineAt(this.searched);
      const line = this.lines.at(number);
      if (line) this.search?.take(number, plainText(line.text));
    }
  }
}
