/** Makes the layer with a bundle: equal files give equal bytes. */
import { fail } from '@jupyterlab-kubeflow/protocol';
import type { Hasher } from '../core/bundle/bundle.js';
import type { Layer } from '../core/image/append.js';
import { BUNDLE_STEP, bundleEntries } from '../core/image/bundle-layer.js';
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
}

/** `image-file-refused` for files that a layer cannot hold. */
export async function makeLayer(
  { files, created = 0 }: LayerInput,
  { hash, compress }: LayerDeps
): Promise<BundleLayer> {
  const tar = await tarOf(files, created);
  const bytes = await compress(tar);
  const descriptor = {
    mediaType: MEDIA.layerGzip,
    digest: digest(bytes, hash),
    size: bytes.length
  };
  return {
    bytes,
    layer: { descriptor, diffId: digest(tar, hash), createdBy: BUNDLE_STEP }
  };
}

async function tarOf(
  files: readonly DeliveredFile[],
  mtime: number
): Promise<Uint8Array> {
  try {
    return await tarBytes(bundleEntries(files), { mtime });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return fail('image-file-refused', { detail: error.message.replace(/\.$/, '') });
  }
}
