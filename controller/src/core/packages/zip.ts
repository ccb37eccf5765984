/** Writes ZIP archives of a few texts, nothing compressed (APPNOTE 4.3). */
import { concat } from '../image/tar/header.js';
import { utf8 } from '../image/utf8.js';

/** Of texts by their paths, in that order. */
export function zipOf(files: Readonly<Record<string, string>>): Uint8Array {
  const locals: Uint8Array[] = [];
  const entries: Uint8Array[] = [];
  let at = 0;
  for (const [path, text] of Object.entries(files)) {
    const [name, body] = [utf8(path), utf8(text)];
    const about = shared(name, body);
    const local = concat([numbers([4, 0x04034b50], ...about), name, body]);
    entries.push(entry(about, at), name);
    locals.push(local);
    at += local.length;
  }
  const directory = concat(entries);
  return concat([...locals, directory, end(locals.length, directory.length, at)]);
}

function entry(about: readonly Field[], at: number): Uint8Array {
  const rest: readonly Field[] = [
    [2, 0],
    [2, 0],
    [2, 0],
    [4, 0],
    [4, at]
  ];
  return numbers([4, 0x02014b50], [2, 20], ...about, ...rest);
}

function end(count: number, length: number, at: number): Uint8Array {
  const counts: readonly Field[] = [
    [2, 0],
    [2, 0],
    [2, count],
    [2, count]
  ];
  return numbers([4, 0x06054b50], ...counts, [4, length], [4, at], [2, 0]);
}

type Field = readonly [bytes: 2 | 4, value: number];

/** From "version needed" to "extra length"; the date is the first that there is. */
function shared(name: Uint8Array, body: Uint8Array): readonly Field[] {
  return [
    ...([
      [2, 20],
      [2, 0],
      [2, 0],
      [2, 0],
      [2, 0x21],
      [4, crc32(body)]
    ] as const),
    ...([
      [4, body.length],
      [4, body.length],
      [2, name.length],
      [2, 0]
    ] as const)
  ];
}

/** Little-endian. */
function numbers(...fields: readonly Field[]): Uint8Array {
  const bytes = fields.flatMap(([width, value]) =>
    Array.from({ length: width }, (_, i) => (value >>> (8 * i)) & 0xff)
  );
  return Uint8Array.from(bytes);
}

const POLYNOMIAL = 0xedb88320;

function crc32(bytes: Uint8Array): number {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) {
      crc = (crc >>> 1) ^ (crc & 1 ? POLYNOMIAL : 0);
    }
  }
  return ~crc >>> 0;
}
