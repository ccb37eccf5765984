/** The layer with a bundle: which files are in it, and how an image is known to have one. */
import type { DeliveredFile } from '../kubernetes/input.js';
import type { Image } from './append.js';
import { tarFile, type TarEntry } from './tar/entry.js';

/** Where the bundle is in an image that was built for it. */
export const IMAGE_FOLDER = '/opt/jkf';

/** What the image's history says of the layer. */
export const BUNDLE_STEP = 'jkf image build: the bundle in /opt/jkf';

/** Where a layer has the bundle, and what the image's history says of it. */
export interface BundlePlace {
  /** Path without a slash before it; empty at the root. */
  readonly root: string;
  readonly step: string;
}

/** On a base. */
export const ON_BASE: BundlePlace = { root: IMAGE_FOLDER.slice(1), step: BUNDLE_STEP };

/** In an image of its own. */
export const OF_ITS_OWN: BundlePlace = {
  root: '',
  step: 'jkf: the bundle, for pods to mount'
};

/**
 * The entries of the layer: files, and of folders only those that are ours. A folder
 * of the base that was named would get our mode and owner.
 */
export function bundleEntries(
  files: readonly DeliveredFile[],
  { root }: Pick<BundlePlace, 'root'> = ON_BASE
): readonly TarEntry[] {
  const below = (path: string): string => (root === '' ? path : `${root}/${path}`);
  const folders = new Set(root === '' ? [] : [root]);
  for (const { path } of files) {
    const parts = path.split('/');
    parts.slice(0, -1).forEach((_, at) => {
      folders.add(below(parts.slice(0, at + 1).join('/')));
    });
  }
  return [
    ...[...folders].map(path => ({ kind: 'folder', path, mode: 0o755 }) as const),
    ...files.map(({ path, bytes, mode }) => tarFile(below(path), bytes, mode))
  ];
}

/**
 * The image without the bundle on top of it: who builds on an image that was built
 * before gets the new bundle in the place of the old one.
 */
export function withoutBundle(image: Image): Image {
  const { manifest, config } = image;
  const history = config.history ?? [];
  const made = history.filter(step => step.empty_layer !== true).length;
  // A layer that another tool has put on top without a word is not ours.
  const ours = history.at(-1)?.created_by === BUNDLE_STEP;
  if (!ours || made !== manifest.layers.length) return image;
  return {
    manifest: { ...manifest, layers: manifest.layers.slice(0, -1) },
    config: {
      ...config,
      history: history.slice(0, -1),
      rootfs: { type: 'layers', diff_ids: config.rootfs.diff_ids.slice(0, -1) }
    }
  };
}
