/** Which image of an index a node can run. */
import type { Descriptor, Index, Platform } from './types.js';

/** `linux/arm64/v8`, as people write platforms. */
export function formatPlatform({ os, architecture, variant }: Platform): string {
  const parts =
    variant === undefined ? [os, architecture] : [os, architecture, variant];
  return parts.join('/');
}

/** Variants that are what the bare name means. */
const DEFAULT_VARIANTS: Readonly<Record<string, string>> = { arm64: 'v8', arm: 'v7' };

/**
 * The image for a platform; entries that only attest something are passed over.
 * @throws RangeError that names what there is
 */
export function selectPlatform(index: Index, wanted: Platform): Descriptor {
  const images = index.manifests.filter(isImage);
  const found = images.find(({ platform }) => platform && runsOn(platform, wanted));
  if (found) return found;
  const there = images.map(({ platform }) =>
    platform ? formatPlatform(platform) : '?'
  );
  throw new RangeError(
    `The image is not there for ${formatPlatform(wanted)}, only for ${there.join(', ')}.`
  );
}

function isImage({ platform, annotations }: Descriptor): boolean {
  if (annotations?.['vnd.docker.reference.type'] !== undefined) return false;
  return platform?.os !== 'unknown';
}

/** Whether an image for one platform runs on another. */
export function runsOn(offered: Platform, wanted: Platform): boolean {
  return (
    offered.os === wanted.os &&
    offered.architecture === wanted.architecture &&
    variantOf(offered) === variantOf(wanted)
  );
}

function variantOf({ architecture, variant }: Platform): string | undefined {
  return variant ?? DEFAULT_VARIANTS[architecture];
}
