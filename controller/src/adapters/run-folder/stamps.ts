/**
 * When the lines of a log were written. Ranks write their logs themselves; the
 * supervisor notes beside it, as `BYTES MILLISECONDS` lines, when it saw how much.
 * A line's time is that of the first note that covers its end: up to 100 ms late.
 * Mirrors of runs on clusters note every line, with the cluster's own stamp behind it.
 */
import { appendFileSync, statSync } from 'node:fs';
import { errorCode, isFull } from './storage.js';
import { Tail } from './tail.js';

/** Notes the growth of one log. */
export class StampWriter {
  readonly #log: string;
  readonly #stamps: string;
  #seen = 0;

  constructor(log: string, stamps: string) {
    this.#log = log;
    this.#stamps = stamps;
  }

  /** Adds a note when the log has grown. A full disk costs precision, nothing else. */
  note(now: number): void {
    const size = sizeOf(this.#log);
    if (size <= this.#seen) return;
    this.#seen = size;
    try {
      appendFileSync(this.#stamps, `${String(size)} ${String(now)}\n`);
    } catch (error) {
      if (!isFull(error)) throw error;
    }
  }
}

interface Stamp {
  readonly bytes: number;
  readonly time: number;
}

/** Gives the times of a log's lines, asked in order. */
export class StampReader {
  readonly #tail: Tail;
  #stamps: Stamp[] = [];
  #next = 0;
  #last = 0;

  constructor(stamps: string) {
    this.#tail = new Tail(stamps);
  }

  /** Reads notes for the lines that end from `first` to `last`, as far as there are. */
  async cover(first: number, last: number): Promise<void> {
    while ((this.#stamps.at(-1)?.bytes ?? 0) < last) {
      const lines = await this.#tail.next(false);
      if (lines.length === 0) return;
      const stamps = lines.flatMap(({ text }) => parseStamp(text) ?? []);
      this.#stamps = [...this.#stamps.slice(this.#next), ...stamps].filter(
        ({ bytes }) => bytes >= first
      );
      this.#next = 0;
    }
  }

  /**
   * Time of the line that ends there.
   * @param fallback - for what no note covers
   */
  timeOf(end: number, fallback: number): number {
    while ((this.#stamps[this.#next]?.bytes ?? Infinity) < end) this.#next += 1;
    const time = this.#stamps[this.#next]?.time ?? fallback;
    this.#last = Math.max(this.#last, time);
    return this.#last;
  }

  async close(): Promise<void> {
    await this.#tail.close();
  }
}

function parseStamp(line: string): Stamp | undefined {
  const [, bytes, time] = /^(\d+) (\d+)(?: \S+)?$/.exec(line) ?? [];
  return bytes && time ? { bytes: Number(bytes), time: Number(time) } : undefined;
}

function sizeOf(path: string): number {
  try {
    return statSync(path).size;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return 0;
    throw error;
  }
}
