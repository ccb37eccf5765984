/** The bytes of a blob as they come: read on after cuts, and checked at their end. */
import { createHash } from 'node:crypto';
import type { Descriptor } from '../../core/image/types.js';
import { ATTEMPTS, type Calls } from './calls.js';

/** Where they come from. */
export interface BlobPlace {
  /** Reads from a byte on. */
  readonly open: (from: number) => Promise<AsyncIterable<unknown>>;
  /** What is thrown where they are not those of the digest. */
  readonly wrong: (detail: string) => Error;
}

export async function* blobBytes(
  calls: Calls,
  { digest, size }: Descriptor,
  { open, wrong }: BlobPlace
): AsyncGenerator<Buffer> {
  const hash = createHash('sha256');
  let length = 0;
  for (let failures = 0; length < size;) {
    try {
      for await (const chunk of await open(length)) {
        const bytes = chunk as Buffer;
        length += bytes.length;
        hash.update(bytes);
        yield bytes;
      }
      break;
    } catch (error) {
      failures += 1;
      if (failures === ATTEMPTS) throw error;
      await calls.wait(error, failures);
    }
  }
  if (length !== size) {
    throw wrong(`${String(length)} bytes in the place of ${String(size)}`);
  }
  if (`sha256:${hash.digest('hex')}` !== digest) throw wrong('the digest differs');
}
