/** The blocks before a file's bytes: ustar, and pax records for what ustar cannot say. */
import { utf8 } from '../utf8.js';

/** Tar counts in blocks of this many bytes. */
export const BLOCK = 512;

/** What a header says, in tar's own words. */
export interface Header {
  readonly name: string;
  readonly type: '0' | '1' | '2' | '5';
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly size: number;
  /** Seconds since 1970. */
  readonly mtime: number;
  readonly link: string;
}

const NAME_BYTES = 100;
const LARGEST_SIZE = 0o77777777777;
const LARGEST_ID = 0o7777777;
const PLAIN = /^[\x20-\x7e]*$/;

/** One block, or three and more when pax records come first. */
export function headerBlocks(header: Header): Uint8Array {
  const records = paxRecords(header);
  const own = ustar(header, header.type);
  if (records.length === 0) return own;
  const padded = new Uint8Array(blocksFor(records.length) * BLOCK);
  padded.set(records);
  const { name, mtime } = header;
  const about = { name, mode: 0o644, uid: 0, gid: 0, size: records.length, mtime };
  return concat([ustar({ ...about, link: '' }, 'x'), padded, own]);
}

/** Blocks that this many bytes fill. */
export function blocksFor(size: number): number {
  return Math.ceil(size / BLOCK);
}

/** The parts, one behind the other. */
export function concat(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function paxRecords({ name, link, size, uid, gid }: Header): Uint8Array {
  const records: Uint8Array[] = [];
  if (uid > LARGEST_ID) records.push(record('uid', String(uid)));
  if (gid > LARGEST_ID) records.push(record('gid', String(gid)));
  if (!fits(link)) records.push(record('linkpath', link));
  if (!fits(name)) records.push(record('path', name));
  if (size > LARGEST_SIZE) records.push(record('size', String(size)));
  return concat(records);
}

function fits(text: string): boolean {
  return text.length <= NAME_BYTES && PLAIN.test(text);
}

/** `LENGTH key=value\n`, where the length counts its own digits. */
function record(key: string, value: string): Uint8Array {
  const rest = utf8(` ${key}=${value}\n`);
  let length = rest.length;
  while (String(length).length + rest.length !== length) {
    length = String(length).length + rest.length;
  }
  return concat([utf8(String(length)), rest]);
}

function ustar(header: Omit<Header, 'type'>, type: Header['type'] | 'x'): Uint8Array {
  const block = new Uint8Array(BLOCK);
  const put = (at: number, text: string): void => {
    block.set(utf8(text), at);
  };
  put(0, plain(header.name));
  put(100, octal(header.mode, 8));
  put(108, octal(within(header.uid, LARGEST_ID), 8));
  put(116, octal(within(header.gid, LARGEST_ID), 8));
  put(124, octal(within(header.size, LARGEST_SIZE), 12));
  put(136, octal(header.mtime, 12));
  put(148, ' '.repeat(8));
  put(156, type);
  put(157, plain(header.link));
  put(257, 'ustar\u000000');
  put(329, octal(0, 8));
  put(337, octal(0, 8));
  const sum = block.reduce((total, byte) => total + byte, 0);
  put(148, `${octal(sum, 7)} `);
  return block;
}

/** As much of a name as fits; readers take the whole from the pax record. */
function plain(text: string): string {
  return text.replace(/[^\x20-\x7e]/gu, '_').slice(0, NAME_BYTES);
}

/** Zero when the number is in the pax records. */
function within(value: number, largest: number): number {
  return value > largest ? 0 : value;
}

function octal(value: number, width: number): string {
  return `${value.toString(8).padStart(width - 1, '0')}\0`;
}
