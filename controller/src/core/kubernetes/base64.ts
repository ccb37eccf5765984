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
