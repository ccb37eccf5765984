/**
 * Joins the streams of one container's log to one, however often they break. The API
 * takes up a log by seconds, so the last ones come again: what was given already is
 * recognised by time and text.
 */
import type { LogLine } from './log-parser.js';
import { sinceText, type LogTime } from './log-time.js';

/** Lines that may be missing: the kubelet has rotated them away meanwhile. */
export interface LogGap {
  readonly kind: 'gap';
  /** The last line before it. */
  readonly after: LogTime;
  /** The first line behind it. */
  readonly before: LogTime;
}

/**
 * How many whole seconds before the newest one are asked for again. A container's two
 * streams are timed apart, so that a line can follow a slightly younger one.
 */
const OVERLAP = 1;

type Counts = Map<string, number>;

export class LogResume {
  /** Lines given, counted, by second; only those that would be sent again. */
  readonly #given = new Map<number, Counts>();
  /** Lines of the earlier streams that this one has not repeated yet. */
  #expected: Counts = new Map<string, number>();
  #newest = -Infinity;
  #last: LogLine | undefined;
  /** The last line before the stream broke, until the new stream has come to it. */
  #lost: LogLine | undefined;

  /** @param given - lines that were given already, in order */
  constructor(given: readonly LogLine[] = []) {
    for (const line of given) this.#note(keyOf(line), line);
  }

  /** `sinceTime` for the next stream; absent: from the first line. */
  get since(): string | undefined {
    return this.#last ? sinceText(this.#newest - OVERLAP) : undefined;
  }

  /** A new stream starts, from `since`. */
  restart(): void {
    this.#expected = new Map([...this.#given.values()].flatMap(counts => [...counts]));
    this.#lost = this.#last;
  }

  /** What is new in a line: nothing when it was given before; a gap in front of it. */
  take(line: LogLine): readonly (LogLine | LogGap)[] {
    const key = keyOf(line);
    const expected = this.#expected.get(key) ?? 0;
    if (expected > 0) {
      this.#expected.set(key, expected - 1);
      if (this.#lost && keyOf(this.#lost) === key) this.#lost = undefined;
      return [];
    }
    const gap = this.#gapBefore(line);
    this.#note(key, line);
    return [...gap, line];
  }

  #gapBefore(line: LogLine): LogGap[] {
    const lost = this.#lost;
    this.#lost = undefined;
    return lost ? [{ kind: 'gap', after: lost.time, before: line.time }] : [];
  }

  #note(key: string, line: LogLine): void {
    const { second } = line.time;
    this.#last = line;
    if (second > this.#newest) {
      this.#newest = second;
      for (const old of this.#given.keys()) {
        if (old < second - OVERLAP) this.#given.delete(old);
      }
    }
    if (second < this.#newest - OVERLAP) return;
    const counts = this.#given.get(second) ?? new Map<string, number>();
    this.#given.set(second, counts.set(key, (counts.get(key) ?? 0) + 1));
  }
}

const keyOf = ({ time, text }: LogLine): string => `${time.stamp} ${text}`;
