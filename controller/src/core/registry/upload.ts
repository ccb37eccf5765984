/** Uploads of blobs: their addresses, and where they go on after a cut. */
import type { Digest } from '../image/digest.js';

/**
 * The address that ends an upload. The place carries the registry's own parameters,
 * which stay as they are.
 */
export function withDigest(place: string, digest: Digest): string {
  return `${place}${place.includes('?') ? '&' : '?'}digest=${encodeURIComponent(digest)}`;
}

/**
 * How many bytes of an upload a registry has.
 * @param range - its `Range` header, e.g. `0-1023`; `0-0` is one byte, or none
 * @returns undefined when it does not say
 */
export function bytesHeld(range: string | undefined): number | undefined {
  const [, last] = /^(?:bytes=)?0-(\d+)$/.exec(range ?? '') ?? [];
  if (last === undefined) return undefined;
  // Registries answer 0-0 for an upload with nothing in it: begin with the first byte.
  return last === '0' ? 0 : Number(last) + 1;
}

/** What becomes of an upload after a cut. */
export type Resumption =
  { readonly kind: 'go-on'; readonly from: number } | { readonly kind: 'begin-again' };

/**
 * @param answer - to a GET of the upload's place
 * @param size - bytes of the blob
 */
export function resumption(
  answer: { readonly status: number; readonly range?: string },
  size: number
): Resumption {
  const held = answer.status === 204 ? bytesHeld(answer.range) : undefined;
  return held === undefined || held === 0 || held > size
    ? { kind: 'begin-again' }
    : { kind: 'go-on', from: held };
}
