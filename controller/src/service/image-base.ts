/** Reads the image to build on: manifest and config, none of its layers. */
import { fail } from '@jupyterlab-kubeflow/protocol';
import type { Image } from '../core/image/append.js';
import { withoutBundle } from '../core/image/bundle-layer.js';
import type { Digest } from '../core/image/digest.js';
import { isIndex, parseConfig, parseManifest } from '../core/image/parse.js';
import { formatPlatform, runsOn, selectPlatform } from '../core/image/platform.js';
import { formatReference } from '../core/image/reference.js';
import {
  MEDIA,
  type Descriptor,
  type Index,
  type Manifest,
  type Platform
} from '../core/image/types.js';
import type { Located } from '../core/registry/repository.js';
import type { RegistrySession, StoredManifest } from '../ports/registry.js';

/** An image, and which one it was. */
export interface Base {
  readonly at: Located;
  /** Of what the reference names: an index, where it is one. */
  readonly digest: Digest;
  readonly image: Image;
}

/** Of most nodes. */
const USUAL: Platform = { os: 'linux', architecture: 'amd64' };

/** Docker and CRI-O stop at 127. */
const MOST_LAYERS = 126;

/** `image-missing`, `image-platform-missing`, `image-unusable` or `image-layers-many`. */
export async function readBase(
  session: RegistrySession,
  at: Located,
  platform?: Platform
): Promise<Base> {
  const name = at.reference.digest ?? at.reference.tag ?? 'latest';
  const stored = await session.manifest(at, name);
  const wanted = { at, platform: platform ?? USUAL };
  const manifest = await manifestOf(session, wanted, stored);
  if (!IMAGES.includes(manifest.config.mediaType)) {
    return unusable(at, `it is a ${manifest.config.mediaType}, not an image`);
  }
  const text = await session.text(at, manifest.config);
  const config = read(at, () => parseConfig(text, manifest));
  if (platform && !runsOn(config, platform)) return absent(wanted, [config]);
  const image = withoutBundle({ manifest, config });
  const count = image.manifest.layers.length;
  if (count > MOST_LAYERS) fail('image-layers-many', { image: nameOf(at), count });
  return { at, digest: stored.descriptor.digest, image };
}

const IMAGES: readonly string[] = [MEDIA.config, MEDIA.dockerConfig];

interface Wanted {
  readonly at: Located;
  readonly platform: Platform;
}

async function manifestOf(
  session: RegistrySession,
  wanted: Wanted,
  stored: StoredManifest
): Promise<Manifest> {
  const { at } = wanted;
  const found = parsed(at, stored);
  if (!isIndex(found)) return found;
  const { digest } = chosen(wanted, found);
  const image = parsed(at, await session.manifest(at, digest));
  return isIndex(image) ? unusable(at, 'its index names another index') : image;
}

function parsed(at: Located, { text, descriptor }: StoredManifest): Manifest | Index {
  return read(at, () => parseManifest(text, descriptor.mediaType));
}

function chosen(wanted: Wanted, index: Index): Descriptor {
  try {
    return selectPlatform(index, wanted.platform);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const there = index.manifests.flatMap(each => each.platform ?? []);
    return absent(
      wanted,
      there.filter(({ os }) => os !== 'unknown')
    );
  }
}

function absent({ at, platform }: Wanted, there: readonly Platform[]): never {
  return fail('image-platform-missing', {
    image: nameOf(at),
    platform: formatPlatform(platform),
    known: there.map(formatPlatform).join(', ') || '?'
  });
}

function read<Value>(at: Located, parse: () => Value): Value {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return unusable(at, error.message.replace(/\.$/, ''));
  }
}

function unusable(at: Located, detail: string): never {
  return fail('image-unusable', { image: nameOf(at), detail });
}

function nameOf({ reference }: Located): string {
  return formatReference(reference);
}
