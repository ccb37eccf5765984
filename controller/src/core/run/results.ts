/**
 * What the runner's sidecar prints: events, and the files that come back with them.
 * Written by `controller/runner/jkf_runner/results.py`.
 */
import { RunnerEvent } from '@jupyterlab-kubeflow/protocol';
import { fromBase64 } from '../kubernetes/base64.js';

/** A piece of a file. */
export interface FilePart {
  readonly kind: 'file';
  /** Below the working folder, `/` between parts. */
  readonly path: string;
  /** Bytes of the whole file. */
  readonly size: number;
  /** From 0. */
  readonly part: number;
  readonly of: number;
  /** Base64. */
  readonly data: string;
}

/** A file that does not come back. */
export interface FileLeft {
  readonly kind: 'file-left';
  readonly path: string;
  readonly size: number;
  readonly reason: string;
}

/** No more records will come. */
export interface EndMark {
  readonly kind: 'end';
  /** Exit code of the rank. */
  readonly code: number;
}

export type ResultRecord = RunnerEvent | FilePart | FileLeft | EndMark;

/** Stands before a record in a rank's own output, where there is no sidecar. */
export const MARK = '\u001e';

/** One line; `undefined` for one that is no record. */
export function parseRecord(line: string): ResultRecord | undefined {
  const value = parseJson(line);
  switch (value['kind']) {
    case 'file':
      return isPart(value) ? value : undefined;
    case 'file-left':
      return isLeft(value) ? value : undefined;
    case 'end':
      return typeof value['code'] === 'number'
        ? { kind: 'end', code: value['code'] }
        : undefined;
    default: {
      const event = RunnerEvent.safeParse(value);
      return event.success ? event.data : undefined;
    }
  }
}

type Fields = Record<string, unknown>;

function parseJson(line: string): Fields {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? (value as Fields) : {};
  } catch {
    return {};
  }
}

const isCount = (value: unknown): boolean =>
  Number.isSafeInteger(value) && Number(value) >= 0;

function isPart(value: Fields): value is Fields & FilePart {
  const { path, size, part, of, data } = value;
  const texts = typeof path === 'string' && typeof data === 'string';
  return texts && [size, part, of].every(isCount) && Number(part) < Number(of);
}

function isLeft(value: Fields): value is Fields & FileLeft {
  const { path, size, reason } = value;
  return typeof path === 'string' && isCount(size) && typeof reason === 'string';
}

/** Bytes of all files of a rank: what the runner sends, and those it sends anew. */
const MOST_BYTES = 16 * 1024 * 1024;

/** A file that is complete. */
export interface WholeFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

interface Open {
  readonly size: number;
  readonly of: number;
  readonly parts: Uint8Array[];
}

/** Puts the pieces of files together. What does not fit together is left out. */
export class FileAssembler {
  readonly #open = new Map<string, Open>();
  #taken = 0;

  /** The file that this piece completes. */
  take({ path, size, part, of, data }: FilePart): WholeFile | undefined {
    if (!isInside(path)) return undefined;
    if (part === 0) this.#open.set(path, { size, of, parts: [] });
    const open = this.#open.get(path);
    const bytes = fromBase64(data);
    if (!open || !bytes || !fits(open, { size, part, of }) || this.#isTooMuch(bytes)) {
      this.#open.delete(path);
      return undefined;
    }
    open.parts.push(bytes);
    if (open.parts.length < of) return undefined;
    this.#open.delete(path);
    const whole = joined(open.parts);
    return whole.length === size ? { path, bytes: whole } : undefined;
  }

  #isTooMuch({ length }: Uint8Array): boolean {
    this.#taken += length;
    return this.#taken > MOST_BYTES;
  }
}

const fits = (
  open: Open,
  { size, part, of }: Pick<FilePart, 'size' | 'part' | 'of'>
): boolean => open.size === size && open.of === of && open.parts.length === part;

/** A path that stays below the working folder. */
function isInside(path: string): boolean {
  const parts = path.split('/');
  return !path.includes('\\') && !path.includes('\0') && parts.every(isName);
}

const isName = (part: string): boolean => !['', '.', '..'].includes(part);

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
