/** What the ranks of a run in memory have written, in the order it came. */
import type { Cursor, Followed, RunnerEvent } from '@jupyterlab-kubeflow/protocol';

/** A line or an event of a rank. */
export type Entry = Exclude<Followed, { kind: 'run' }>;

const encoder = new TextEncoder();

export class Journal {
  readonly #entries: Entry[] = [];
  readonly #unfinished = new Map<number, string>();
  readonly #logBytes = new Map<number, number>();
  readonly #eventBytes = new Map<number, number>();

  /** Entries from a position on. */
  from(position: number): readonly Entry[] {
    return this.#entries.slice(position);
  }

  /** Complete lines of a rank, as they were written. */
  log(rank: number): string {
    return this.#entries
      .flatMap(entry => (entry.kind === 'log' && entry.rank === rank ? entry.text : []))
      .map(line => `${line}\n`)
      .join('');
  }

  /** Output of a rank: its complete lines become entries. */
  write(rank: number, text: string, time: number): void {
    const lines = ((this.#unfinished.get(rank) ?? '') + text).split('\n');
    this.#unfinished.set(rank, lines.pop() ?? '');
    for (const line of lines) this.#line(rank, `${line}\n`, time);
  }

  /** A rank has ended: its unfinished line is its last. */
  close(rank: number, time: number): void {
    const last = this.#unfinished.get(rank) ?? '';
    this.#unfinished.delete(rank);
    if (last !== '') this.#line(rank, last, time);
  }

  event(rank: number, event: RunnerEvent): void {
    const end = grow(this.#eventBytes, rank, `${JSON.stringify(event)}\n`);
    this.#entries.push({ kind: 'event', rank, event, end });
  }

  #line(rank: number, line: string, time: number): void {
    const end = grow(this.#logBytes, rank, line);
    const text = line.replace(/\n$/, '');
    this.#entries.push({ kind: 'log', rank, time, text, end });
  }
}

/** Whether a reader with that cursor has had the entry. */
export function isBehind(cursor: Cursor, entry: Entry): boolean {
  const read = entry.kind === 'log' ? cursor.logs : cursor.events;
  return entry.end <= (read[String(entry.rank)] ?? 0);
}

function grow(sizes: Map<number, number>, rank: number, text: string): number {
  const size = (sizes.get(rank) ?? 0) + encoder.encode(text).length;
  sizes.set(rank, size);
  return size;
}
