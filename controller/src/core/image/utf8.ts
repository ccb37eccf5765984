/** Text as UTF-8 bytes: layers and manifests are made of bytes, and core has no encoder. */

/** @throws RangeError for half of a surrogate pair, which UTF-8 cannot write */
export function utf8(text: string): Uint8Array {
  const bytes: number[] = [];
  for (const char of text) bytes.push(...encoded(char.codePointAt(0) ?? 0));
  return Uint8Array.from(bytes);
}

/** The text of bytes; undefined when they are no UTF-8. */
export function fromUtf8(bytes: Uint8Array): string | undefined {
  const hex = (byte: number): string => `%${byte.toString(16).padStart(2, '0')}`;
  try {
    return decodeURIComponent(Array.from(bytes, hex).join(''));
  } catch {
    return undefined;
  }
}

/** Bytes that the text takes. */
export function utf8Length(text: string): number {
  let length = 0;
  for (const char of text) length += encoded(char.codePointAt(0) ?? 0).length;
  return length;
}

/** By code points, which is the order of the UTF-8 bytes and not that of UTF-16. */
export function compareUtf8(a: string, b: string): number {
  let at = 0;
  while (at < a.length && at < b.length && a[at] === b[at]) at += 1;
  // Where a pair's second half differs, the first halves were equal: back to the pair.
  if (isSecondHalf(a.charCodeAt(at)) && at > 0) at -= 1;
  return (a.codePointAt(at) ?? -1) - (b.codePointAt(at) ?? -1);
}

function isSecondHalf(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}

function encoded(code: number): number[] {
  if (code < 0x80) return [code];
  if (code < 0x800) return [0xc0 | (code >> 6), tail(code)];
  if (code >= 0xd800 && code <= 0xdfff) {
    throw new RangeError('The text holds half of a surrogate pair.');
  }
  if (code < 0x10000) return [0xe0 | (code >> 12), tail(code >> 6), tail(code)];
  return [0xf0 | (code >> 18), tail(code >> 12), tail(code >> 6), tail(code)];
}

function tail(code: number): number {
  return 0x80 | (code & 0x3f);
}
