/** Compresses layers: fast, and the same bytes wherever it is done. */
import { Transform, type Duplex, type TransformCallback } from 'node:stream';
import { promisify } from 'node:util';
import { createGzip, gzip } from 'node:zlib';

const compress = promisify(gzip);

/** Where gzip's header says on which system it was made (RFC 1952). */
const OS_AT = 9;
const UNKNOWN_OS = 255;

/** More would cost seconds to save what is sent in milliseconds. */
const LEVEL = 1;

export async function gzipLayer(tar: Uint8Array): Promise<Uint8Array> {
  const bytes = await compress(tar, { level: LEVEL });
  bytes[OS_AT] = UNKNOWN_OS;
  return bytes;
}

/** The same for what is too large for memory: to be piped through one after the other. */
export function layerGzip(): readonly [Duplex, Duplex] {
  return [createGzip({ level: LEVEL }), new AnySystem()];
}

/** Its header comes in one piece. */
class AnySystem extends Transform {
  #isBegun = false;

  override _transform(chunk: Buffer, _: string, done: TransformCallback): void {
    if (!this.#isBegun) {
      this.#isBegun = true;
      if (chunk.length > OS_AT) chunk[OS_AT] = UNKNOWN_OS;
    }
    done(null, chunk);
  }
}
