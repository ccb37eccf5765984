/** Wheels as archives: their files in place, and their bytes when the turn comes. */
import { createHash, type Hash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { openPromise, type Entry, type ZipFile } from 'yauzl';
import { bytesText, problem, ProblemError } from '@jupyterlab-kubeflow/protocol';
import type { Hasher } from '../../core/bundle/bundle.js';
import type { TarContent } from '../../core/image/tar/entry.js';
import {
  isMetadata,
  isScript,
  layOutWheel,
  wrongDigest,
  type PlacedFile,
  type WheelContents
} from '../../core/wheel/layout.js';
import type { WheelPlace } from '../../core/wheel/place.js';
import type { WheelRef } from '../../core/wheel/wheel.js';
import type { FetchedWheel } from '../../ports/packages.js';
import { gzipMember } from './gzip-member.js';

/** Most that a wheel unpacks to, in bytes: those with all of CUDA stay below. */
const MOST_BYTES = 16 * 1024 ** 3;

/** Most of one file that is read before the others are placed, in bytes. */
const MOST_READ = 32 * 1024 ** 2;

/** A wheel that is open; to be closed when its files have been read. */
export class WheelArchive {
  readonly files: readonly PlacedFile[];
  readonly #ref: WheelRef;
  readonly #zip: ZipFile;
  readonly #entries: ReadonlyMap<string, Entry>;

  private constructor(
    ref: WheelRef,
    files: readonly PlacedFile[],
    { zip, entries }: { zip: ZipFile; entries: ReadonlyMap<string, Entry> }
  ) {
    this.files = files;
    this.#ref = ref;
    this.#zip = zip;
    this.#entries = entries;
  }

  /** `wheel-unusable` for what is no wheel, or none that can be installed. */
  static async open(
    { ref, path }: FetchedWheel,
    place: WheelPlace,
    hash: Hasher
  ): Promise<WheelArchive> {
    const zip = await told(ref, openPromise(path, { autoClose: false }));
    try {
      const entries = await told(ref, entriesOf(zip));
      const contents = await told(ref, contentsOf(ref, zip, entries));
      const files = layOutWheel(contents, place, hash);
      return new WheelArchive(ref, files, { zip, entries });
    } catch (error) {
      zip.close();
      throw unusable(ref, error);
    }
  }

  /** Bytes of a file; those that its RECORD does not know are an error. */
  content({ from, sha256 }: PlacedFile): TarContent {
    return from instanceof Uint8Array ? from : () => this.#checked(from.entry, sha256);
  }

  /**
   * A large file as the archive has compressed it; `undefined` for the others. Those that
   * RECORD does not know are an error.
   */
  packed({
    from,
    sha256
  }: PlacedFile): ((whole: Hash) => AsyncIterable<Uint8Array>) | undefined {
    const entry =
      from instanceof Uint8Array ? undefined : this.#entries.get(from.entry);
    if (!entry || entry.compressionMethod !== DEFLATE) return undefined;
    const { compressedSize: packedSize, uncompressedSize: size, fileName } = entry;
    if (packedSize < LEAST_PACKED) return undefined;
    const open = (): Promise<Readable> =>
      this.#zip.openReadStreamPromise(entry, AS_IT_IS);
    const said = { packedSize, size, crc32: entry.crc32, sha256 };
    return whole => this.#told(gzipMember({ path: fileName, open, ...said }, whole));
  }

  close(): void {
    this.#zip.close();
  }

  async *#checked(path: string, sha256: string): AsyncGenerator<Uint8Array> {
    const entry = this.#entries.get(path);
    if (!entry) return;
    const digest = createHash('sha256');
    const stream = await told(this.#ref, this.#zip.openReadStreamPromise(entry));
    for await (const chunk of this.#told(stream)) {
      digest.update(chunk);
      yield chunk;
    }
    if (digest.digest('hex') !== sha256) {
      throw unusable(this.#ref, new RangeError(wrongDigest(path)));
    }
  }

  /** What ends the bytes, in the words of this wheel. */
  async *#told(bytes: AsyncIterable<unknown>): AsyncGenerator<Uint8Array> {
    try {
      for await (const chunk of bytes) yield chunk as Uint8Array;
    } catch (error) {
      throw unusable(this.#ref, error);
    }
  }
}

/** "Deflate" (APPNOTE 4.4.5). */
const DEFLATE = 8;

/** Bytes; what is smaller is compressed together with what is beside it. */
const LEAST_PACKED = 65_536;

const AS_IT_IS = { decompress: false, decrypt: null, start: null, end: null };

/** Files by their paths. */
async function entriesOf(zip: ZipFile): Promise<ReadonlyMap<string, Entry>> {
  const entries = new Map<string, Entry>();
  let total = 0;
  for await (const entry of zip.eachEntry()) {
    if (entry.fileName.endsWith('/')) continue;
    if (entries.has(entry.fileName)) {
      throw new RangeError(`it has two files called ${entry.fileName}`);
    }
    total += entry.uncompressedSize;
    if (total > MOST_BYTES) {
      throw new RangeError(`it unpacks to more than ${bytesText(MOST_BYTES)}`);
    }
    entries.set(entry.fileName, entry);
  }
  return entries;
}

async function contentsOf(
  { name }: WheelRef,
  zip: ZipFile,
  entries: ReadonlyMap<string, Entry>
): Promise<WheelContents> {
  const texts = new Map<string, string>();
  const scripts = new Map<string, Uint8Array>();
  for (const [path, entry] of entries) {
    if (isMetadata(path)) texts.set(path, (await read(zip, entry)).toString('utf8'));
    else if (isScript(path)) scripts.set(path, await read(zip, entry));
  }
  const files = [...entries].map(([path, entry]) => ({
    path,
    size: entry.uncompressedSize,
    isExecutable: isExecutable(entry)
  }));
  return { name, entries: files, texts, scripts };
}

async function read(zip: ZipFile, entry: Entry): Promise<Buffer> {
  if (entry.uncompressedSize > MOST_READ) {
    throw new RangeError(`${entry.fileName} has more than ${bytesText(MOST_READ)}`);
  }
  return buffer(await zip.openReadStreamPromise(entry));
}

/** Permission bits of Unix are in the upper half. */
function isExecutable({ externalFileAttributes }: Entry): boolean {
  return ((externalFileAttributes >>> 16) & 0o111) !== 0;
}

async function told<T>(ref: WheelRef, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw unusable(ref, error);
  }
}

/** Faults of the disk have a code, those of the archive have none. */
function unusable({ file }: WheelRef, error: unknown): unknown {
  if (error instanceof ProblemError || !(error instanceof Error)) return error;
  if ('code' in error && typeof error.code === 'string' && /^E/.test(error.code)) {
    return error;
  }
  const detail = error.message.replace(/\.$/, '');
  return new ProblemError(problem('wheel-unusable', { file, detail }));
}
