/**
 * A layer that a registry keeps for all images: as an image of that one layer, so that
 * nothing deletes it, under a tag that says what it was made of.
 */
import type { Hasher } from '../bundle/bundle.js';
import { appendLayers, emptyImage, type BuiltImage, type Layer } from './append.js';
import { parseDigest } from './digest.js';
import { isIndex, parseManifest } from './parse.js';
import type { Platform } from './types.js';

const DIFF_ID = 'jupyterlab-kubeflow.io/diff-id';
const KEY = 'jupyterlab-kubeflow.io/layer-key';
const CREATED_BY = 'jupyterlab-kubeflow.io/created-by';

/** What is kept besides the layer. */
export interface LayerImageFacts {
  /** Equal for layers of equal bytes. */
  readonly key: string;
  readonly platform: Platform;
  readonly hash: Hasher;
}

export function layerImage(
  layer: Layer,
  { key, platform, hash }: LayerImageFacts
): BuiltImage {
  const annotations = {
    [DIFF_ID]: layer.diffId,
    [KEY]: key,
    [CREATED_BY]: layer.createdBy
  };
  return appendLayers(emptyImage(platform), [layer], {
    changes: { annotations },
    hash
  });
}

/** The layer of such an image; `undefined` for what is none, or of another key. */
export function readLayerImage(
  text: string,
  mediaType: string,
  key: string
): Layer | undefined {
  const manifest = parsed(text, mediaType);
  if (!manifest || isIndex(manifest)) return undefined;
  const [descriptor, ...others] = manifest.layers;
  const { annotations = {} } = manifest;
  const diffId = parseDigest(annotations[DIFF_ID] ?? '');
  if (!descriptor || others.length > 0 || !diffId || annotations[KEY] !== key) {
    return undefined;
  }
  return { descriptor, diffId, createdBy: annotations[CREATED_BY] ?? '' };
}

function parsed(
  text: string,
  mediaType: string
): ReturnType<typeof parseManifest> | undefined {
  try {
    return parseManifest(text, mediaType);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
