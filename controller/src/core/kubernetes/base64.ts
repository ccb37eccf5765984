/** Base64 (RFC 4648, padded): the API's form of bytes, and core has no encoder. */

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Bytes as text. */
export function base64(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += 3) parts.push(group(bytes, at));
  return parts.join('');
}

/** Four characters for the up to three bytes from `at` on. */
function group(bytes: Uint8Array, at: number): string {
  const second = bytes[at + 1];
  const third = bytes[at + 2];
  const bits = ((bytes[at] ?? 0) << 16) | ((second ?? 0) << 8) | (third ?? 0);
  const digit = (shift: number): string => ALPHABET.charAt((bits >> shift) & 63);
  const end = (byte: number | undefined, shift: number): string =>
    byte === undefined ? '=' : digit(shift);
  return `${digit(18)}${digit(12)}${end(second, 6)}${end(third, 0)}`;
}

/** The bytes of base64 with padding; `undefined` for text that is none. */
export function fromBase64(text: string): Uint8Array | undefined {
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return undefined;
  const padding = /=*$/.exec(text)?.[0].length ?? 0;
  const bytes = new Uint8Array((text.length / 4) * 3 - padding);
  for (let i = 0, at = 0; i < text.length; i += 4) {
    const group = [0, 1, 2, 3].reduce((sum, j) => sum * 64 + valueOf(text[i + j]), 0);
    for (const shift of [16, 8, 0]) {
      if (at < bytes.length) bytes[at] = (group >> shift) & 0xff;
      at += 1;
    }
  }
  return bytes;
}

/** Padding counts as nothing. */
function valueOf(character: string | undefined): number {
  return character === undefined || character === '=' ? 0 : ALPHABET.indexOf(character);
}
