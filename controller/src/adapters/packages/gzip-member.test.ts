import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { crc32, deflateRawSync, gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gzipMember, type Packed } from './gzip-member.js';

const hashOf = (bytes: Uint8Array): string =>
  createHash('sha256').update(bytes).digest('hex');

/** In pieces of so many bytes. */
function packed(bytes: Uint8Array, more: Partial<Packed> = {}, piece = 1000): Packed {
  const raw = deflateRawSync(bytes);
  const pieces = Array.from({ length: Math.ceil(raw.length / piece) }, (_, at) =>
    raw.subarray(at * piece, (at + 1) * piece)
  );
  return {
    ...{ path: 'a.so', size: bytes.length, packedSize: raw.length },
    ...{ crc32: crc32(bytes), sha256: hashOf(bytes) },
    open: () => Promise.resolve(Readable.from(pieces)),
    ...more
  };
}

async function member(
  file: Packed
): Promise<{ bytes: Buffer; whole: string; raw: Buffer }> {
  const whole = createHash('sha256');
  const bytes = await buffer(Readable.from(gzipMember(file, whole)));
  return { bytes, whole: whole.digest('hex'), raw: await buffer(await file.open()) };
}

const LARGE = Buffer.from(
  Array.from({ length: 30_000 }, (_, at) => String(at ** 2)).join('\n')
);

describe('a compressed file as a member of a gzip file', () => {
  it('has the bytes of the archive, and gives those of the file', async () => {
    const { bytes, whole, raw } = await member(packed(LARGE));
    expect(bytes.subarray(10, -8).equals(raw)).toBe(true);
    expect(gunzipSync(bytes).equals(LARGE)).toBe(true);
    expect(whole).toBe(hashOf(LARGE));
  });

  it('goes with others in one file', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.uint8Array({ maxLength: 3000 }), { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 1, max: 500 }),
        async (files, piece) => {
          const members = await Promise.all(
            files.map(async each => (await member(packed(each, {}, piece))).bytes)
          );
          const all = gunzipSync(Buffer.concat(members));
          expect(all.equals(Buffer.concat(files))).toBe(true);
        }
      )
    );
  });

  it.each([
    ['its digest is another', { sha256: 'ab'.repeat(32) }],
    ['its checksum is another', { crc32: 1 }],
    ['it has more bytes', { size: LARGE.length - 1 }],
    ['it is longer as it is stored', { packedSize: 100 }]
  ])('is refused when %s', async (_, more) => {
    await expect(member(packed(LARGE, more))).rejects.toThrow(
      'a.so is not what its RECORD says'
    );
  });

  it.each([
    ['no compressed bytes', Buffer.alloc(5000, 0xff)],
    ['more of them', deflateRawSync(LARGE)],
    ['half of them', deflateRawSync(LARGE).subarray(0, 2000)]
  ])('is refused when it is %s', async (_, raw) => {
    const open = () => Promise.resolve(Readable.from([raw, raw]));
    await expect(
      buffer(Readable.from(gzipMember(packed(LARGE, { open }), createHash('sha256'))))
    ).rejects.toThrow();
  });

  it('may be left half-way', async () => {
    const raw = Readable.from([deflateRawSync(LARGE), Buffer.alloc(1)]);
    const open = () => Promise.resolve(raw);
    const pieces = gzipMember(packed(LARGE, { open }), createHash('sha256'));
    await pieces.next();
    await pieces.next();
    await pieces.return(undefined);
    expect(raw.destroyed).toBe(true);
  });
});
