/** Reads manifests, indexes and configs: what comes from a registry is checked here. */
import { parseDigest, type Digest } from './digest.js';
import {
  MEDIA,
  type Descriptor,
  type ImageConfig,
  type Index,
  type Manifest
} from './types.js';

type Fields = Readonly<Record<string, unknown>>;

/**
 * A manifest, or the index of several.
 * @param mediaType - as the registry has called it, for those that do not say themselves
 * @throws RangeError that says what is wrong
 */
export function parseManifest(text: string, mediaType?: string): Manifest | Index {
  const value = objectOf(parsed(text), 'The manifest');
  const type = typeof value.mediaType === 'string' ? value.mediaType : mediaType;
  if (value.schemaVersion !== 2) refuse('The manifest', 'is not of schema version 2');
  if (Array.isArray(value.manifests)) {
    const manifests = value.manifests.map(entry => descriptorOf(entry));
    return { ...value, schemaVersion: 2, mediaType: type ?? MEDIA.index, manifests };
  }
  if (!Array.isArray(value.layers)) refuse('The manifest', 'names no layers');
  return {
    ...value,
    schemaVersion: 2,
    mediaType: type ?? MEDIA.manifest,
    config: descriptorOf(value.config),
    layers: value.layers.map(entry => descriptorOf(entry))
  };
}

/** Whether it names images for platforms rather than layers. */
export function isIndex(value: Manifest | Index): value is Index {
  return 'manifests' in value;
}

/**
 * The config of an image.
 * @throws RangeError when it does not fit the manifest, or is no image's
 */
export function parseConfig(text: string, manifest: Manifest): ImageConfig {
  const value = objectOf(parsed(text), 'The config');
  const rootfs = objectOf(value.rootfs, 'The file system of the config');
  const ids = Array.isArray(rootfs.diff_ids) ? rootfs.diff_ids : [];
  const diffIds = ids.map(id => digestIn(id, 'The config'));
  if (diffIds.length !== manifest.layers.length) {
    const { length } = manifest.layers;
    refuse(
      'The config',
      `has ${String(diffIds.length)} layers, its manifest ${String(length)}`
    );
  }
  const { architecture, os } = value;
  if (typeof architecture !== 'string' || typeof os !== 'string') {
    refuse('The config', 'does not say for which platform it is');
  }
  return { ...value, architecture, os, rootfs: { type: 'layers', diff_ids: diffIds } };
}

function descriptorOf(value: unknown): Descriptor {
  const fields = objectOf(value, 'A descriptor');
  const { mediaType, size } = fields;
  if (typeof mediaType !== 'string') refuse('A descriptor', 'has no media type');
  if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0) {
    refuse('A descriptor', 'has no size');
  }
  return {
    ...fields,
    mediaType,
    size,
    digest: digestIn(fields.digest, 'A descriptor')
  };
}

function digestIn(value: unknown, where: string): Digest {
  const digest = typeof value === 'string' ? parseDigest(value) : undefined;
  return (
    digest ?? refuse(where, `has ${JSON.stringify(value)} in the place of a digest`)
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return refuse('The manifest or config', 'is no JSON');
  }
}

function objectOf(value: unknown, what: string): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Fields)
    : refuse(what, 'is no object');
}

function refuse(what: string, why: string): never {
  throw new RangeError(`${what} ${why}.`);
}
