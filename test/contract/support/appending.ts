/** For tests of images that are built on others: bases, files, and who builds them. */
import { createHash } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipLayer } from '../../../controller/src/adapters/registry/gzip.js';
import { httpRegistries } from '../../../controller/src/adapters/registry/registries.js';
import {
  appendLayers,
  emptyImage,
  type BuiltImage,
  type Changes
} from '../../../controller/src/core/image/append.js';
import { indexOf, jsonBlob } from '../../../controller/src/core/image/blob.js';
import { digest } from '../../../controller/src/core/image/digest.js';
import {
  tarFile,
  type TarEntry
} from '../../../controller/src/core/image/tar/entry.js';
import { tarBytes } from '../../../controller/src/core/image/tar/write.js';
import { MEDIA, type Platform } from '../../../controller/src/core/image/types.js';
import type { DeliveredFile } from '../../../controller/src/core/kubernetes/input.js';
import { locate } from '../../../controller/src/core/registry/repository.js';
import type { Content, Registries } from '../../../controller/src/ports/registry.js';
import {
  ImageBuilder,
  type AppendedImage,
  type AppendRequest
} from '../../../controller/src/service/image-build.js';
import {
  pushVolumeImage,
  type VolumeImage,
  type VolumeImageRequest
} from '../../../controller/src/service/volume-image.js';

export const hash = (data: string | Uint8Array): string =>
  createHash('sha256').update(data).digest('hex');

const text = (content: string): Uint8Array => Buffer.from(content);

/** A bundle of two files. */
export const FILES: readonly DeliveredFile[] = [
  { path: 'train.py', mode: 0o644, bytes: text('print("hello")\n') },
  { path: '.jkf/runner/run.sh', mode: 0o755, bytes: text('#!/bin/sh\n') }
];

export const AMD64: Platform = { os: 'linux', architecture: 'amd64' };

/** Registries as the product reaches them, but that nobody waits, and nobody is logged in. */
export function registriesFor(
  plainHttp: readonly string[],
  options: { env?: Record<string, string>; home?: string; caFile?: string } = {}
): Promise<Registries> {
  const { env = {}, home = mkdtempSync(join(tmpdir(), 'jkf-home-')), caFile } = options;
  return httpRegistries({
    access: { plainHttp, trusted: [], ...(caFile ? { caFile } : {}) },
    env,
    home,
    timing: { now: Date.now, random: () => 0, sleep: () => Promise.resolve() },
    patience: 10_000
  });
}

export interface Appending {
  readonly base: string;
  readonly push: string;
}

export function builderFor(registries: Registries): ImageBuilder {
  return new ImageBuilder({ registries, hash, compress: gzipLayer, now: Date.now });
}

/** Builds as `jkf image build` does. */
export function append(
  registries: Registries,
  { base, push }: Appending,
  rest: Partial<AppendRequest> = {}
): Promise<AppendedImage> {
  return builderFor(registries).append({
    ...{ base: locate(base), push: locate(push), files: FILES },
    ...rest
  });
}

/** Pushes the bundle alone, as runs do whose pods mount it. */
export function pack(
  registries: Registries,
  push: string,
  rest: Partial<VolumeImageRequest> = {}
): Promise<VolumeImage> {
  return pushVolumeImage(
    { push: locate(push), files: FILES, ...rest },
    { registries, hash, compress: gzipLayer, now: Date.now }
  );
}

export interface BaseOptions {
  readonly layers?: number;
  readonly changes?: Changes;
  /** As Docker writes it. */
  readonly docker?: boolean;
  readonly platform?: Platform;
  /** In the first layer, besides its own. */
  readonly files?: readonly TarEntry[];
}

interface MadeBase {
  readonly image: BuiltImage;
  readonly contents: readonly Content[];
}

async function makeBase({
  layers: count = 10,
  changes = { user: '1000', entrypoint: ['tini', '--'], cmd: ['python3'] },
  platform = AMD64,
  files = []
}: BaseOptions): Promise<MadeBase> {
  const contents: Content[] = [];
  const layers = [];
  for (let at = 0; at < count; at += 1) {
    const name = `${platform.architecture} ${String(at)}`;
    const entries: TarEntry[] = [
      { kind: 'folder', path: 'opt', mode: 0o711 },
      tarFile(`layer-${String(at)}`, text(name)),
      ...(at === 0 ? files : [])
    ];
    const tar = await tarBytes(entries);
    const bytes = await gzipLayer(tar);
    const descriptor = {
      mediaType: MEDIA.layerGzip,
      digest: digest(bytes, hash),
      size: bytes.length
    };
    contents.push({ descriptor, bytes });
    layers.push({ descriptor, diffId: digest(tar, hash), createdBy: name });
  }
  const image = appendLayers(emptyImage(platform), layers, { changes, hash });
  const config = image.configBlob;
  contents.push({ descriptor: config.descriptor, bytes: text(config.text) });
  return { image, contents };
}

/** Stores an image of that many layers under the name. */
export async function pushBase(
  registries: Registries,
  name: string,
  options: BaseOptions = {}
): Promise<BuiltImage> {
  const at = locate(name);
  const { image, contents } = await makeBase(options);
  const session = registries.open({ push: at, pull: [] });
  for (const content of contents) await session.upload(at, content);
  const manifest = options.docker ? asDocker(image) : image.manifestBlob;
  await session.publish(at, manifest, at.reference.tag);
  return image;
}

/** The same image in Docker's words. */
function asDocker({ manifest }: BuiltImage): BuiltImage['manifestBlob'] {
  const docker = {
    ...manifest,
    mediaType: MEDIA.dockerManifest,
    config: { ...manifest.config, mediaType: MEDIA.dockerConfig },
    layers: manifest.layers.map(layer => ({
      ...layer,
      mediaType: MEDIA.dockerLayerGzip
    }))
  };
  return jsonBlob(docker, MEDIA.dockerManifest, hash);
}

/** Stores an index of images for these architectures. */
export async function pushIndex(
  registries: Registries,
  name: string,
  architectures: readonly string[]
): Promise<void> {
  const at = locate(name);
  const entries = [];
  for (const architecture of architectures) {
    const platform = { os: 'linux', architecture };
    const own = `${at.host}/${at.path}:${architecture}`;
    const image = await pushBase(registries, own, { layers: 2, platform });
    entries.push({ ...image.manifestBlob.descriptor, platform });
  }
  const session = registries.open({ push: at, pull: [] });
  await session.publish(
    at,
    jsonBlob(indexOf(entries), MEDIA.index, hash),
    at.reference.tag
  );
}
