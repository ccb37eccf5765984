/** Names of contents: `sha256:` and 64 hex digits. */
import type { Hasher } from '../bundle/bundle.js';

export type Digest = `sha256:${string}`;

const SHA256 = /^sha256:([0-9a-f]{64})$/;

/** @returns undefined when the text is no digest, or of another algorithm */
export function parseDigest(text: string): Digest | undefined {
  return SHA256.test(text) ? (text as Digest) : undefined;
}

/** @param hex - 64 lower-case digits */
export function digestOf(hex: string): Digest {
  return `sha256:${hex}`;
}

/** The digits alone, as layouts name their files. */
export function hexOf(digest: Digest): string {
  return digest.slice('sha256:'.length);
}

/** The digest of bytes or of UTF-8 text. */
export function digest(data: string | Uint8Array, hash: Hasher): Digest {
  return digestOf(hash(data));
}

/** Digits of a digest in a tag: enough for nobody to meet another's. */
const TAG_DIGITS = 32;

/**
 * A tag that is made of content: what is equal has the same.
 * @param hex - 64 digits
 */
export function tagOfContent(prefix: string, hex: string): string {
  return `${prefix}-${hex.slice(0, TAG_DIGITS)}`;
}
