/**
 * Puts the lines of several ranks in the order of their times while they come. A line is
 * kept back for a moment, so that an older one of another rank can go first; a rank that
 * is silent or slow keeps nobody waiting longer than that.
 */
import type { LogTime } from './log-time.js';

/** What has a time and comes in order within its source. */
export interface Timed {
  readonly time: LogTime;
}

interface Held<T> {
  readonly item: T;
  /** When it came, in milliseconds. */
  readonly at: number;
}

interface Source<T> {
  readonly held: Held<T>[];
  /** Items of `held` that were given already. */
  start: number;
}

/** Given items are dropped in bulk: removing each alone would move all others. */
const COMPACT = 1024;

export class LogMerge<T extends Timed> {
  readonly #sources = new Map<string, Source<T>>();
  readonly #hold: number;

  /** @param hold - how long a line is kept back, in milliseconds */
  constructor(hold: number) {
    this.#hold = hold;
  }

  /** @param now - time of arrival, in milliseconds; never goes back */
  push(source: string, item: T, now: number): void {
    const known = this.#sources.get(source) ?? { held: [], start: 0 };
    known.held.push({ item, at: now });
    this.#sources.set(source, known);
  }

  /** The lines that have waited long enough, and older ones of other sources. */
  take(now: number): T[] {
    return this.#drain(now - this.#hold);
  }

  /** All that is kept back, when nothing more comes. */
  flush(): T[] {
    return this.#drain(Infinity);
  }

  /** Oldest head first, until no source has a line that came at `due` or before. */
  #drain(due: number): T[] {
    const sources = [...this.#sources.values()];
    const items: T[] = [];
    let left = sources.reduce((sum, source) => sum + dueCount(source, due), 0);
    while (left > 0) {
      const source = oldestOf(sources);
      const head = source?.held[source.start];
      if (!source || !head) break;
      source.start += 1;
      if (head.at <= due) left -= 1;
      items.push(head.item);
    }
    sources.forEach(compact);
    return items;
  }
}

/** Lines come in time, so those that are due are the first ones. */
function dueCount<T>({ held, start }: Source<T>, due: number): number {
  let end = start;
  while (end < held.length && (held[end]?.at ?? 0) <= due) end += 1;
  return end - start;
}

/** The source whose next line is the oldest; of equals the first. */
function oldestOf<T extends Timed>(
  sources: readonly Source<T>[]
): Source<T> | undefined {
  let oldest: Source<T> | undefined;
  let stamp = '';
  for (const source of sources) {
    const next = source.held[source.start]?.item.time.stamp;
    if (next === undefined || (oldest && next >= stamp)) continue;
    oldest = source;
    stamp = next;
  }
  return oldest;
}

function compact<T>(source: Source<T>): void {
  if (source.start < COMPACT && source.start < source.held.length) return;
  source.held.splice(0, source.start);
  source.start = 0;
}
