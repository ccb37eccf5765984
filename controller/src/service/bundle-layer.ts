/** Makes the layer with a bundle: equal files give equal bytes. */
import { fail } from '@jupyterlab-kubeflow/protocol';
import type { Hasher } from '../core/bundle/bundle.js';
import type { Layer } from '../core/image/append.js';
import {
  bundleEntries,
  ON_BASE,
  type BundlePlace
} from '../core/image/bundle-layer.js';
import { digest } from '../core/image/digest.js';
import { tarBytes } from '../core/image/tar/write.js';
import { MEDIA } from '../core/image/types.js';
import type { DeliveredFile } from '../core/kubernetes/input.js';

export interface LayerDeps {
  readonly hash: Hasher;
  /** gzip, always with the same bytes. */
  readonly compress: (tar: Uint8Array) => Promise<Uint8Array>;
}

/** A layer, and what is stored of it. */
export interface BundleLayer {
  readonly bytes: Uint8Array;
  readonly layer: Layer;
}

/** What goes into it. */
export interface LayerInput {
  readonly files: readonly DeliveredFile[];
  /** Time of the files, in seconds since 1970. @default 0 */
  readonly created?: number;
  /** Where it is in the layer. @default that of a layer on a base */
  readonly place?: BundlePlace;
}

/** `image-file-refused` for files that a layer cannot hold. */
export async function makeLayer(
  { files, created = 0, place = ON_BASE }: LayerInput,
  { hash, compress }: LayerDeps
): Promise<BundleLayer> {
  const tar = await tarOf({ files, created, place });
  return packed(tar, place.step, { hash, compress });
}

/**
 * The layer of an archive that is at hand.
 * @param createdBy - what the image's history says of it
 */
export async function packed(
  tar: Uint8Array,
  createdBy: string,
  { hash, compress }: LayerDeps
): Promise<BundleLayer> {
  const bytes = await compress(tar);
  const descriptor = {
    mediaType: MEDIA.layerGzip,
    digest: digest(bytes, hash),
    size: bytes.length
  };
  return { bytes, layer: { descriptor, diffId: digest(tar, hash), createdBy } };
}

async function tarOf({
  files,
  created,
  place
}: Required<LayerInput>): Promise<Uint8Array> {
  try {
    return await tarBytes(bundleEntries(files, place), { mtime: created });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return fail('image-file-refused', { detail: error.message.replace(/\.$/, '') });
  }
}
