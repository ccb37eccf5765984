/** An image that has a bundle and nothing else: pods mount it beside the one they run. */
import type { Hasher } from '../bundle/bundle.js';
import { appendLayers, emptyImage, type BuiltImage, type Layer } from './append.js';
import type { Platform } from './types.js';

/** What decides its config, besides the layer. */
export interface BundleImageFacts {
  /** Of the nodes: what is mounted never runs, but a runtime may compare. */
  readonly platform: Platform;
  /** Time of the image, e.g. `1970-01-01T00:00:00Z`. */
  readonly created: string;
  readonly hash: Hasher;
}

export function bundleImage(
  layer: Layer,
  { platform, created, hash }: BundleImageFacts
): BuiltImage {
  return appendLayers(emptyImage(platform), [layer], { changes: { created }, hash });
}
