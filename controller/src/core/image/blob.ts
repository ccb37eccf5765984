/** Values as content: text whose digest and size are known. */
import type { Hasher } from '../bundle/bundle.js';
import { digest } from './digest.js';
import {
  MEDIA,
  type Blob,
  type Descriptor,
  type Index,
  type Platform
} from './types.js';
import { utf8Length } from './utf8.js';

/** The value as JSON; keys keep their order, so that equal values give equal bytes. */
export function jsonBlob(value: object, mediaType: string, hash: Hasher): Blob {
  const text = JSON.stringify(value);
  return {
    descriptor: { mediaType, digest: digest(text, hash), size: utf8Length(text) },
    text
  };
}

/** One image for several platforms. */
export function indexOf(
  manifests: readonly (Descriptor & { readonly platform: Platform })[]
): Index {
  return { schemaVersion: 2, mediaType: MEDIA.index, manifests };
}
