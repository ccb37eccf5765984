/** Images as folders of the OCI image layout: written, read, and packed for import. */
import { link, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type {
  BuiltImage,
  Image
} from '@jupyterlab-kubeflow/controller/core/image/append';
import type { Digest } from '@jupyterlab-kubeflow/controller/core/image/digest';
import {
  blobPath,
  INDEX_FILE,
  LAYOUT_FILE,
  LAYOUT_TEXT,
  layoutIndex
} from '@jupyterlab-kubeflow/controller/core/image/layout';
import {
  isIndex,
  parseConfig,
  parseManifest
} from '@jupyterlab-kubeflow/controller/core/image/parse';
import {
  tarFile,
  type TarEntry
} from '@jupyterlab-kubeflow/controller/core/image/tar/entry';
import { tarOf } from '@jupyterlab-kubeflow/controller/core/image/tar/write';
import type {
  Blob,
  Descriptor
} from '@jupyterlab-kubeflow/controller/core/image/types';
import { fileEntry } from './placed.js';

/** An image in a layout's folder. */
export interface StoredImage extends Image {
  readonly layout: string;
  /** Points at the manifest. */
  readonly descriptor: Descriptor;
}

/** Completes a layout whose own layers are there: base's layers, config, manifest, index. */
export async function writeLayout(
  layout: string,
  image: BuiltImage,
  { name, base }: { readonly name: string; readonly base?: StoredImage | undefined }
): Promise<void> {
  await mkdir(dirname(join(layout, blobPath(image.manifestBlob.descriptor.digest))), {
    recursive: true
  });
  if (base) await takeLayers(base, layout);
  await writeBlob(layout, image.configBlob);
  await writeBlob(layout, image.manifestBlob);
  const index = layoutIndex(image.manifestBlob.descriptor, name);
  await writeFile(join(layout, INDEX_FILE), JSON.stringify(index));
  await writeFile(join(layout, LAYOUT_FILE), LAYOUT_TEXT);
}

/** @throws RangeError when the folder holds no layout of one image */
export async function readLayout(layout: string): Promise<StoredImage> {
  const index = parseManifest(await readFile(join(layout, INDEX_FILE), 'utf8'));
  const [descriptor] = isIndex(index) ? index.manifests : [];
  if (!descriptor) throw new RangeError(`${layout} holds no image.`);
  const manifest = parseManifest(await blobText(layout, descriptor.digest));
  if (isIndex(manifest)) throw new RangeError(`${layout} holds an index of images.`);
  const config = parseConfig(await blobText(layout, manifest.config.digest), manifest);
  return { layout, descriptor, manifest, config };
}

/** Everything that a registry or a node must have, layers first. */
export function blobsOf({ manifest }: Image): readonly Descriptor[] {
  return [...manifest.layers, manifest.config];
}

/** Where the layout has a blob. */
export function blobFile({ layout }: StoredImage, digest: Digest): string {
  return join(layout, blobPath(digest));
}

/**
 * The layout as one archive, as `ctr images import` and `skopeo copy oci-archive:` read it.
 * @param name - under which the image is to be known
 */
export async function archiveOf(
  image: StoredImage,
  name: string
): Promise<AsyncGenerator<Uint8Array>> {
  const index = layoutIndex(image.descriptor, name);
  const blobs = new Set(
    [...blobsOf(image), image.descriptor].map(({ digest }) => digest)
  );
  const files = await Promise.all(
    [...blobs].map(async digest => {
      const from = blobFile(image, digest);
      const { size } = await stat(from);
      return fileEntry({ path: blobPath(digest), mode: 0o644, size }, from);
    })
  );
  const entries: readonly TarEntry[] = [
    tarFile(LAYOUT_FILE, Buffer.from(LAYOUT_TEXT)),
    tarFile(INDEX_FILE, Buffer.from(JSON.stringify(index))),
    ...files
  ];
  return tarOf(entries);
}

/** Other names of the same files: a layer is on the disk once, in whatever images. */
async function takeLayers(base: StoredImage, layout: string): Promise<void> {
  for (const { digest } of base.manifest.layers) {
    await link(blobFile(base, digest), join(layout, blobPath(digest))).catch(
      ignoreThere
    );
  }
}

function ignoreThere(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}

function writeBlob(layout: string, { descriptor, text }: Blob): Promise<void> {
  return writeFile(join(layout, blobPath(descriptor.digest)), text);
}

function blobText(layout: string, digest: Digest): Promise<string> {
  return readFile(join(layout, blobPath(digest)), 'utf8');
}
