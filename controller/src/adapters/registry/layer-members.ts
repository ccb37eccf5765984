/** What is in a layer, read while it comes: unpacked in memory, and passed over. */
import { Readable, pipeline } from 'node:stream';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import { problem, ProblemError } from '@jupyterlab-kubeflow/protocol';
import { TarReader, type TarMember } from '../../core/image/tar/read.js';
import { isRead, READ_LIMIT } from '../../core/packages/members.js';

/** How formats begin (RFC 1952, RFC 8878). */
const GZIP = [0x1f, 0x8b];
const ZSTD = [0x28, 0xb5, 0x2f, 0xfd];

/**
 * Members of the archive that the bytes are, compressed or not.
 * @param image - for sentences
 */
export async function* layerMembers(
  bytes: AsyncIterable<Buffer>,
  image: string
): AsyncGenerator<TarMember> {
  const reader = new TarReader({ isRead, limit: READ_LIMIT });
  try {
    for await (const chunk of unpacked(bytes)) yield* reader.push(chunk);
    reader.end();
  } catch (error) {
    throw isUnreadable(error) ? unreadable(image, error) : error;
  }
}

/** By their first bytes: what media types say is not always so. */
async function* unpacked(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const source = bytes[Symbol.asyncIterator]();
  const first = await source.next();
  if (first.done) return;
  const all = rejoined(first.value, source);
  const unpacker = unpackerFor(first.value);
  if (!unpacker) {
    yield* all;
    return;
  }
  // Faults of both come out of the unpacker.
  pipeline(Readable.from(all), unpacker, () => undefined);
  for await (const chunk of unpacker) yield chunk as Buffer;
}

async function* rejoined(
  first: Buffer,
  rest: AsyncIterator<Buffer>
): AsyncGenerator<Buffer> {
  try {
    yield first;
    for (let next = await rest.next(); !next.done; next = await rest.next()) {
      yield next.value;
    }
  } finally {
    await rest.return?.();
  }
}

function unpackerFor(
  first: Buffer
):
  | ReturnType<typeof createGunzip>
  | ReturnType<typeof createZstdDecompress>
  | undefined {
  const begins = (magic: readonly number[]): boolean =>
    magic.every((byte, at) => first[at] === byte);
  if (begins(GZIP)) return createGunzip();
  return begins(ZSTD) ? createZstdDecompress() : undefined;
}

/** Of zlib, or of the archive itself. */
function isUnreadable(error: unknown): error is Error {
  const { code = '' } = error as NodeJS.ErrnoException;
  return error instanceof RangeError || /^(?:Z_|ZSTD_)/.test(code);
}

function unreadable(image: string, { message }: Error): ProblemError {
  const detail = message.replace(/\.$/, '');
  return new ProblemError(problem('layer-unreadable', { image, detail }));
}
