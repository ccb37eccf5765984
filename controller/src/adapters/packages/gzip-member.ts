/**
 * What an archive has compressed, as a member of a gzip file (RFC 1952): both have the same
 * compressed form, and a gzip file is as many members as one likes. So nothing is
 * compressed again.
 */
import { createHash, type Hash } from 'node:crypto';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { crc32, createInflateRaw, type InflateRaw } from 'node:zlib';
import { wrongDigest } from '../../core/wheel/layout.js';

/** A file as a ZIP archive has it. */
export interface Packed {
  readonly path: string;
  /** Bytes as they are stored, of the method "deflate". */
  readonly open: () => Promise<Readable>;
  readonly packedSize: number;
  readonly size: number;
  /** As the archive says it. */
  readonly crc32: number;
  readonly sha256: string;
}

/** Says nothing of when and where it was compressed. */
const HEADER = Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff);

const CHUNK = 1 << 18;

/**
 * @param whole - gets the bytes of the file
 * @throws RangeError for bytes that are not those that are said
 */
export async function* gzipMember(
  file: Packed,
  whole: Hash
): AsyncGenerator<Uint8Array> {
  const unpacker = createInflateRaw({ chunkSize: CHUNK });
  const seen = summed(unpacker, whole);
  // It is waited for below; what ends this earlier says why.
  seen.catch(() => undefined);
  let given = 0;
  try {
    yield HEADER;
    for await (const chunk of await file.open()) {
      if (!unpacker.write(chunk)) await Promise.race([once(unpacker, 'drain'), seen]);
      given += (chunk as Buffer).length;
      yield chunk as Buffer;
    }
    unpacker.end();
    const unpacked = await seen;
    // What is behind the end of the compressed form is not read.
    const packedSize = given === unpacker.bytesWritten ? given : -1;
    refuseOther(file, { ...unpacked, packedSize });
    yield trailer(file);
  } finally {
    unpacker.destroy();
  }
}

type Seen = Pick<Packed, 'size' | 'crc32' | 'sha256'>;

async function summed(unpacker: InflateRaw, whole: Hash): Promise<Seen> {
  const digest = createHash('sha256');
  let [sum, size] = [0, 0];
  for await (const chunk of unpacker) {
    const bytes = chunk as Buffer;
    size += bytes.length;
    sum = crc32(bytes, sum);
    digest.update(bytes);
    whole.update(bytes);
  }
  return { size, crc32: sum, sha256: digest.digest('hex') };
}

/** A reader of the layer would stumble over any of them. */
function refuseOther(file: Packed, seen: Seen & Pick<Packed, 'packedSize'>): void {
  const isSame =
    seen.sha256 === file.sha256 &&
    seen.crc32 === file.crc32 &&
    seen.size === file.size &&
    seen.packedSize === file.packedSize;
  if (!isSame) throw new RangeError(wrongDigest(file.path));
}

function trailer({ crc32: sum, size }: Packed): Uint8Array {
  const bytes = Buffer.alloc(8);
  bytes.writeUInt32LE(sum, 0);
  bytes.writeUInt32LE(size % 2 ** 32, 4);
  return bytes;
}
