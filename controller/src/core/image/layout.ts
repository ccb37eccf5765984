/** An image as files, as the OCI image layout has them. */
import { hexOf, type Digest } from './digest.js';
import { MEDIA, type Descriptor, type Index } from './types.js';

/** Says that a folder is a layout. */
export const LAYOUT_FILE = 'oci-layout';
export const LAYOUT_TEXT = '{"imageLayoutVersion":"1.0.0"}';

/** Where a layout begins. */
export const INDEX_FILE = 'index.json';

/** Where a layout keeps content. */
export function blobPath(digest: Digest): string {
  return `blobs/sha256/${hexOf(digest)}`;
}

/**
 * The layout's index of one image.
 * @param name - the whole name under which the image is to be known after an import
 */
export function layoutIndex(manifest: Descriptor, name: string): Index {
  const tag = /:([\w.-]+)$/.exec(name)?.[1] ?? name;
  const annotations = {
    'io.containerd.image.name': name,
    'org.opencontainers.image.ref.name': tag
  };
  return {
    schemaVersion: 2,
    mediaType: MEDIA.index,
    manifests: [{ ...manifest, annotations }]
  };
}
