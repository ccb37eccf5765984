/**
 * Reads what is in an archive while it comes, piece by piece: names, kinds, and the
 * beginnings of files that are asked for. The rest of their bytes is passed over.
 */
import { fromUtf8 } from '../utf8.js';
import { BLOCK, blocksFor, concat } from './header.js';

/** A member as its header says it. */
export interface TarMember {
  readonly name: string;
  readonly kind: 'file' | 'folder' | 'symlink' | 'hardlink' | 'other';
  /** Of a link. */
  readonly target?: string;
  /** The beginning of a file that was asked for. */
  readonly text?: string;
}

export interface TarReaderOptions {
  /** Whether the beginning of a file is wanted. */
  readonly isRead: (name: string) => boolean;
  /** Most that is read of one file, in bytes. */
  readonly limit: number;
}

/** Most that is read of a header's extensions: paths are shorter. */
const LONGEST_EXTENSION = 1 << 20;

const BAD_SIZE = 'it has a size that is none';

interface Raw {
  readonly name: string;
  readonly type: string;
  readonly size: number;
  readonly link: string;
}

/** What extensions say of the next member. */
type Extension = Partial<Record<'name' | 'link', string>> & { size?: number };

export class TarReader {
  readonly #options: TarReaderOptions;
  /** Bytes that are collected, and how many there will be. */
  #parts: Uint8Array[] = [];
  #missing = BLOCK;
  /** Bytes to pass over. */
  #skip = 0;
  /** Takes what is collected. */
  #next: (bytes: Uint8Array) => TarMember | undefined = bytes => this.#header(bytes);
  #extension: Extension = {};
  #isOver = false;

  constructor(options: TarReaderOptions) {
    this.#options = options;
  }

  /**
   * The members whose headers end in these bytes.
   * @throws RangeError for what is no archive
   */
  push(chunk: Uint8Array): TarMember[] {
    const found: TarMember[] = [];
    let at = 0;
    while (at < chunk.length && !this.#isOver) {
      const skipped = Math.min(this.#skip, chunk.length - at);
      this.#skip -= skipped;
      at += skipped;
      const taken = Math.min(this.#missing, chunk.length - at);
      if (this.#skip > 0 || taken === 0) continue;
      this.#parts.push(chunk.slice(at, at + taken));
      this.#missing -= taken;
      at += taken;
      if (this.#missing > 0) continue;
      const member = this.#next(concat(this.#parts.splice(0)));
      if (member) found.push(member);
    }
    return found;
  }

  /** @throws RangeError when the archive broke off */
  end(): void {
    const isBetween = this.#skip === 0 && this.#missing === BLOCK;
    if (!this.#isOver && !(isBetween && this.#parts.length === 0)) {
      throw new RangeError('it breaks off');
    }
  }

  #collect(length: number, next: (bytes: Uint8Array) => TarMember | undefined): void {
    this.#missing = length;
    this.#next = next;
  }

  #awaitHeader(): void {
    this.#collect(BLOCK, bytes => this.#header(bytes));
  }

  #header(block: Uint8Array): TarMember | undefined {
    if (block.every(byte => byte === 0)) {
      // What is behind it is padding.
      this.#isOver = true;
      return undefined;
    }
    const raw = rawHeader(block);
    return EXTENSIONS.includes(raw.type) ? this.#extended(raw) : this.#member(raw);
  }

  #extended({ type, size }: Raw): TarMember | undefined {
    if (!(size >= 0)) throw new RangeError(BAD_SIZE);
    if (size > LONGEST_EXTENSION) throw new RangeError('it has a header without end');
    if (size === 0) return undefined;
    this.#collect(paddedSize(size), bytes => {
      const body = bytes.subarray(0, size);
      if (type === 'L') this.#extension.name = untilNul(decode(body));
      if (type === 'K') this.#extension.link = untilNul(decode(body));
      if (type === 'x') Object.assign(this.#extension, paxRecords(body));
      this.#awaitHeader();
      return undefined;
    });
    return undefined;
  }

  #member(header: Raw): TarMember | undefined {
    const { name, type, size, link } = { ...header, ...this.#extension };
    this.#extension = {};
    // A negative one would lead back to this header, for ever.
    if (!(Number.isSafeInteger(size) && size >= 0)) throw new RangeError(BAD_SIZE);
    const kind = KINDS[type] ?? 'other';
    if (kind === 'symlink' || kind === 'hardlink') {
      // Of links some writers say a size, and none has bytes.
      this.#awaitHeader();
      return { name, kind, target: link };
    }
    const length = kind === 'folder' ? 0 : size;
    if (kind === 'file' && length > 0 && this.#options.isRead(name)) {
      this.#read({ name, kind }, length);
      return undefined;
    }
    this.#skip = paddedSize(length);
    this.#awaitHeader();
    return { name, kind };
  }

  #read(member: TarMember, length: number): void {
    const wanted = Math.min(length, this.#options.limit);
    this.#collect(wanted, bytes => {
      this.#skip = paddedSize(length) - wanted;
      this.#awaitHeader();
      return { ...member, text: decode(bytes) };
    });
  }
}

const EXTENSIONS: readonly string[] = ['x', 'g', 'L', 'K'];

const KINDS: Readonly<Record<string, TarMember['kind']>> = {
  '0': 'file',
  '\0': 'file',
  '7': 'file',
  '1': 'hardlink',
  '2': 'symlink',
  '5': 'folder'
};

function rawHeader(block: Uint8Array): Raw {
  const text = (at: number, length: number): string =>
    untilNul(decode(block.subarray(at, at + length)));
  const sum = block.reduce(
    (total, byte, at) => total + (at >= 148 && at < 156 ? 32 : byte),
    0
  );
  if (sum !== numberIn(block, 148, 8)) throw new RangeError('it is no tar archive');
  const prefix = text(257, 6).startsWith('ustar') ? text(345, 155) : '';
  const isGnu = text(257, 8) === 'ustar  ';
  return {
    name: prefix === '' || isGnu ? text(0, 100) : `${prefix}/${text(0, 100)}`,
    type: String.fromCharCode(block[156] ?? 0),
    size: numberIn(block, 124, 12),
    link: text(157, 100)
  };
}

/** Octal digits, or bytes where the first has its highest bit set. */
function numberIn(block: Uint8Array, at: number, length: number): number {
  const field = block.subarray(at, at + length);
  if ((field[0] ?? 0) >= 0x80) {
    return field.subarray(1).reduce((value, byte) => value * 256 + byte, 0);
  }
  const digits = untilNul(decode(field)).trim();
  return digits === '' ? 0 : Number.parseInt(digits, 8);
}

/** `LENGTH key=value\n`, where the length is of bytes and counts its own digits. */
function paxRecords(bytes: Uint8Array): Extension {
  const found: Extension = {};
  for (let at = 0; at < bytes.length;) {
    const length = Number.parseInt(decode(bytes.subarray(at, at + 12)), 10);
    if (!(length > 0)) break;
    const record = decode(bytes.subarray(at, at + length - 1));
    const [, key = '', value = ''] = /^\d+ ([^=]*)=([\s\S]*)$/.exec(record) ?? [];
    if (key === 'path') found.name = value;
    if (key === 'linkpath') found.link = value;
    if (key === 'size') found.size = Number(value);
    at += length;
  }
  return found;
}

function paddedSize(size: number): number {
  return blocksFor(size) * BLOCK;
}

function untilNul(text: string): string {
  return text.split('\0', 1)[0] ?? '';
}

/** Names are bytes: those that are no UTF-8 are taken as they are. */
function decode(bytes: Uint8Array): string {
  const isPlain = bytes.every(byte => byte < 0x80);
  return (isPlain ? undefined : fromUtf8(bytes)) ?? plainText(bytes);
}

/** As many as a call takes as arguments. */
const PIECE = 4096;

function plainText(bytes: Uint8Array): string {
  const pieces: string[] = [];
  for (let at = 0; at < bytes.length; at += PIECE) {
    pieces.push(String.fromCharCode(...bytes.subarray(at, at + PIECE)));
  }
  return pieces.join('');
}
