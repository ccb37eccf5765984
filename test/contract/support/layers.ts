/** Images of layers that a test has made, in a registry. */
import { zstdCompressSync } from 'node:zlib';
import { gzipLayer } from '../../../controller/src/adapters/registry/gzip.js';
import {
  appendLayers,
  emptyImage,
  type Layer
} from '../../../controller/src/core/image/append.js';
import { digest } from '../../../controller/src/core/image/digest.js';
import { MEDIA } from '../../../controller/src/core/image/types.js';
import { locate } from '../../../controller/src/core/registry/repository.js';
import type { Registries } from '../../../controller/src/ports/registry.js';
import { AMD64, hash } from './appending.js';

/** How a layer is stored. */
export type Packing = 'gzip' | 'zstd' | 'plain';

const PACKINGS: Readonly<
  Record<Packing, [string, (tar: Uint8Array) => Uint8Array | Promise<Uint8Array>]>
> = {
  gzip: [MEDIA.layerGzip, gzipLayer],
  zstd: [MEDIA.layerZstd, tar => zstdCompressSync(tar)],
  plain: [MEDIA.layer, tar => tar]
};

/** Stores an image of these archives, the lowest first. */
export async function pushLayers(
  registries: Registries,
  name: string,
  tars: readonly (readonly [tar: Uint8Array, packing: Packing])[],
  env: Readonly<Record<string, string>> = {}
): Promise<void> {
  const at = locate(name);
  const session = registries.open({ push: at, pull: [] });
  const layers: Layer[] = [];
  for (const [tar, packing] of tars) {
    const [mediaType, pack] = PACKINGS[packing];
    const bytes = await pack(tar);
    const descriptor = { mediaType, digest: digest(bytes, hash), size: bytes.length };
    await session.upload(at, { descriptor, bytes });
    layers.push({ descriptor, diffId: digest(tar, hash), createdBy: packing });
  }
  const image = appendLayers(emptyImage(AMD64), layers, { changes: { env }, hash });
  const { descriptor, text } = image.configBlob;
  await session.upload(at, { descriptor, bytes: Buffer.from(text) });
  await session.publish(at, image.manifestBlob, at.reference.tag);
}
