/** Writes layers as tar archives: equal entries give equal bytes, whatever their order. */
import type { TarEntry, TarFile } from './entry.js';
import { BLOCK, blocksFor, concat, headerBlocks, type Header } from './header.js';
import { nameOf, ordered } from './order.js';

export interface TarOptions {
  /** Time of every entry, in seconds since 1970; 0 unless said. */
  readonly mtime?: number;
}

/** Bytes that are handed on at once: enough for the cost of a step not to matter. */
const CHUNK = 1 << 20;

/**
 * The archive, piece by piece; a file's content is read when its turn comes.
 * @throws RangeError for entries that must not be in a layer, before the first piece
 */
export function tarOf(
  entries: Iterable<TarEntry>,
  { mtime = 0 }: TarOptions = {}
): AsyncGenerator<Uint8Array> {
  return gathered(pieces(tarParts(entries, { mtime })), CHUNK);
}

/**
 * The archive without the files' bytes: headers and what fills blocks up, and in the
 * place of its bytes each file itself.
 * @throws RangeError as `tarOf`
 */
export function tarParts(
  entries: Iterable<TarEntry>,
  { mtime = 0 }: TarOptions = {}
): Iterable<Uint8Array | TarFile> {
  return partsOf(ordered(entries), mtime);
}

/** The whole archive; for layers that are known to be small. */
export async function tarBytes(
  entries: Iterable<TarEntry>,
  options?: TarOptions
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of tarOf(entries, options)) chunks.push(chunk);
  return concat(chunks);
}

function* partsOf(
  entries: readonly TarEntry[],
  mtime: number
): Generator<Uint8Array | TarFile> {
  for (const entry of entries) {
    yield headerBlocks(headerOf(entry, mtime));
    if (entry.kind !== 'file') continue;
    yield entry;
    yield new Uint8Array(blocksFor(entry.size) * BLOCK - entry.size);
  }
  yield new Uint8Array(2 * BLOCK);
}

async function* pieces(
  parts: Iterable<Uint8Array | TarFile>
): AsyncGenerator<Uint8Array> {
  for (const part of parts) {
    if (part instanceof Uint8Array) yield part;
    else yield* contentOf(part);
  }
}

function headerOf(entry: TarEntry, mtime: number): Header {
  const base = { name: nameOf(entry), uid: 0, gid: 0, size: 0, mtime, link: '' };
  switch (entry.kind) {
    case 'file':
      return { ...base, ...ownership(entry), type: '0', size: entry.size };
    case 'folder':
      return { ...base, ...ownership(entry), type: '5', name: `${base.name}/` };
    case 'symlink': {
      const { uid = 0, gid = 0, target: link } = entry;
      return { ...base, type: '2', mode: 0o777, uid, gid, link };
    }
    case 'hardlink':
      return { ...base, type: '1', mode: 0o644, link: entry.target };
    case 'whiteout':
      return { ...base, type: '0', mode: 0o644 };
  }
}

function ownership({
  mode,
  uid = 0,
  gid = 0
}: {
  readonly mode: number;
  readonly uid?: number;
  readonly gid?: number;
}): Pick<Header, 'mode' | 'uid' | 'gid'> {
  return { mode, uid, gid };
}

/** @throws RangeError when there are more bytes than were said, or fewer */
export async function* contentOf({
  path,
  size,
  content
}: TarFile): AsyncGenerator<Uint8Array> {
  let length = 0;
  for await (const chunk of content instanceof Uint8Array ? [content] : content()) {
    length += chunk.length;
    if (length > size) break;
    yield chunk;
  }
  if (length !== size) {
    throw new RangeError(`${path} has changed its size while it was read. Try again.`);
  }
}

/** Small pieces joined into chunks of at least `least` bytes, but for the last. */
async function* gathered(
  source: AsyncIterable<Uint8Array>,
  least: number
): AsyncGenerator<Uint8Array> {
  let waiting: Uint8Array[] = [];
  let length = 0;
  for await (const piece of source) {
    waiting.push(piece);
    length += piece.length;
    if (length < least) continue;
    yield concat(waiting);
    waiting = [];
    length = 0;
  }
  if (length > 0) yield concat(waiting);
}
