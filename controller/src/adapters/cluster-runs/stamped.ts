/**
 * A mirrored stream: lines, and beside them a note of each, `BYTES MS STAMP`. The lines
 * are written first: whoever goes on after a kill cuts off what no note covers, and knows
 * from the notes which lines the cluster will send again.
 */
import {
  appendFileSync,
  readFileSync,
  closeSync,
  openSync,
  readSync,
  statSync,
  truncateSync
} from 'node:fs';
import type { LogLine } from '../../core/cluster/log-parser.js';
import { parseLogTime } from '../../core/cluster/log-time.js';

/** Seconds of lines that are given back, at least. */
const OVERLAP = 2;

/** Bytes and milliseconds after which lines are written. */
const BATCH = 64 * 1024;
const DELAY = 50;

interface Note {
  /** Bytes of the stream with this line. */
  readonly bytes: number;
  /** Absent on what is said about the stream itself. */
  readonly stamp?: string;
  /** Bytes of the notes with this one. */
  readonly end: number;
}

export class StampedFile {
  readonly #path: string;
  readonly #times: string;
  #size: number;
  #lines = '';
  #notes = '';
  #timer: NodeJS.Timeout | undefined;
  #fault: Error | undefined;
  /** Lines of the last seconds, in order. */
  readonly given: readonly LogLine[];

  /** Opens both files, which need not be there, and mends what a kill has left. */
  constructor(path: string, times: string) {
    [this.#path, this.#times] = [path, times];
    const notes = covered(notesOf(times), sizeOf(path));
    const last = notes.at(-1);
    this.#size = last?.bytes ?? 0;
    if (sizeOf(path) > this.#size) truncateSync(path, this.#size);
    const end = last?.end ?? 0;
    if (sizeOf(times) > end) truncateSync(times, end);
    this.given = recent(path, notes);
  }

  /** A line of the stream, or one about it, which has no stamp. */
  append(text: string, ms: number, stamp?: string): void {
    this.#refuse();
    const line = `${text}\n`;
    this.#size += Buffer.byteLength(line);
    this.#lines += line;
    this.#notes += [this.#size, ms, ...(stamp === undefined ? [] : [stamp])].join(' ');
    this.#notes += '\n';
    if (this.#lines.length >= BATCH) this.flush();
    else
      this.#timer ??= setTimeout(() => {
        this.#flushLater();
      }, DELAY);
  }

  /** Nobody waits for it: what went wrong is told to whoever appends or flushes next. */
  #flushLater(): void {
    try {
      this.flush();
    } catch (error) {
      this.#fault = error as Error;
    }
  }

  #refuse(): void {
    const fault = this.#fault;
    this.#fault = undefined;
    if (fault !== undefined) throw fault;
  }

  /** Writes what was appended. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#refuse();
    const [lines, notes] = [this.#lines, this.#notes];
    [this.#lines, this.#notes] = ['', ''];
    if (lines !== '') appendFileSync(this.#path, lines);
    if (notes !== '') appendFileSync(this.#times, notes);
  }
}

function notesOf(path: string): Note[] {
  const notes: Note[] = [];
  let end = 0;
  const lines = textOf(path).split('\n');
  // What is behind the last line feed is half a note.
  for (const line of lines.slice(0, -1)) {
    end += line.length + 1;
    const [, bytes, stamp] = /^(\d+) \d+(?: (\S+))?$/.exec(line) ?? [];
    if (bytes === undefined) return notes;
    notes.push({ bytes: Number(bytes), end, ...(stamp ? { stamp } : {}) });
  }
  return notes;
}

/** Notes of what is really there: a computer may have lost the end of either file. */
function covered(notes: readonly Note[], size: number): readonly Note[] {
  const lost = notes.findIndex(({ bytes }) => bytes > size);
  return lost < 0 ? notes : notes.slice(0, lost);
}

function recent(path: string, notes: readonly Note[]): LogLine[] {
  const times = notes.map(({ stamp }) => parseLogTime(stamp ?? ''));
  const newest = times.reduce((most, time) => Math.max(most, time?.second ?? 0), 0);
  const first = times.findIndex(time => (time?.second ?? 0) >= newest - OVERLAP);
  if (newest === 0 || first < 0) return [];
  const start = notes[first - 1]?.bytes ?? 0;
  const bytes = bytesOf(path, start, notes.at(-1)?.bytes ?? 0);
  return notes.slice(first).flatMap((note, index) => {
    const time = times[first + index];
    const from = (notes[first + index - 1]?.bytes ?? 0) - start;
    const text = bytes.toString('utf8', from, note.bytes - start - 1);
    return time ? [{ kind: 'line', time, text }] : [];
  });
}

function bytesOf(path: string, from: number, to: number): Buffer {
  const bytes = Buffer.alloc(to - from);
  const file = openSync(path, 'r');
  try {
    readSync(file, bytes, 0, bytes.length, from);
    return bytes;
  } finally {
    closeSync(file);
  }
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
