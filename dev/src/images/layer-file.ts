/** Writes a layer as a compressed file that is named by its digest. */
import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { Layer } from '@jupyterlab-kubeflow/controller/core/image/append';
import { digestOf } from '@jupyterlab-kubeflow/controller/core/image/digest';
import { blobPath } from '@jupyterlab-kubeflow/controller/core/image/layout';
import type { TarEntry } from '@jupyterlab-kubeflow/controller/core/image/tar/entry';
import { tarOf } from '@jupyterlab-kubeflow/controller/core/image/tar/write';
import { MEDIA } from '@jupyterlab-kubeflow/controller/core/image/types';

/**
 * Time of every file, the start of 2025: equal contents give equal layers, and tools that
 * pack zip archives refuse files from before 1980.
 */
export const MADE = { seconds: 1_735_689_600, text: '2025-01-01T00:00:00Z' } as const;

/**
 * Fastest: ten times the speed of the usual level, for a twentieth more bytes. These
 * images seldom travel farther than to the next process.
 */
const GZIP = { level: 1 };

export interface LayerOptions {
  readonly createdBy: string;
  readonly signal?: AbortSignal | undefined;
}

/**
 * @param layout - the layout's folder, which gets the layer among its blobs
 * @throws RangeError for entries that a layer cannot hold
 */
export async function writeLayer(
  entries: Iterable<TarEntry>,
  layout: string,
  { createdBy, signal }: LayerOptions
): Promise<Layer> {
  const diff = createHash('sha256');
  const stored = createHash('sha256');
  let size = 0;
  const draft = join(layout, `layer-${randomUUID()}`);
  await pipeline(
    Readable.from(tarOf(entries, { mtime: MADE.seconds }), { objectMode: false }),
    passing(chunk => diff.update(chunk)),
    createGzip(GZIP),
    passing(chunk => {
      stored.update(chunk);
      size += chunk.length;
    }),
    createWriteStream(draft),
    signal ? { signal } : {}
  );
  const digest = digestOf(stored.digest('hex'));
  const target = join(layout, blobPath(digest));
  await mkdir(dirname(target), { recursive: true });
  await rename(draft, target);
  return {
    descriptor: { mediaType: MEDIA.layerGzip, digest, size },
    diffId: digestOf(diff.digest('hex')),
    createdBy
  };
}

function passing(
  see: (chunk: Buffer) => void
): (source: AsyncIterable<Buffer>) => AsyncGenerator<Buffer> {
  return async function* (source) {
    for await (const chunk of source) {
      see(chunk);
      yield chunk;
    }
  };
}
