/** Layers of wheels on disk: each made once for all images of this computer. */
import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable, Transform, type Duplex, type TransformCallback } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import * as z from 'zod/mini';
import type { Hasher } from '../../core/bundle/bundle.js';
import { digestOf, hexOf, parseDigest, type Digest } from '../../core/image/digest.js';
import type { TarEntry } from '../../core/image/tar/entry.js';
import { BLOCK } from '../../core/image/tar/header.js';
import { tarOf } from '../../core/image/tar/write.js';
import { MEDIA } from '../../core/image/types.js';
import { foldersOf, mergeFiles } from '../../core/wheel/layer.js';
import type { PlacedFile } from '../../core/wheel/layout.js';
import type { WheelPlace } from '../../core/wheel/place.js';
import type { CallOptions } from '../../ports/cluster.js';
import type { FetchedWheel, LayerFile, WheelLayers } from '../../ports/packages.js';
import { inPlace } from './room.js';
import { WheelArchive } from './wheel-archive.js';

const Kept = z.object({
  digest: z.string(),
  diffId: z.string(),
  size: z.number(),
  overlaps: z.array(
    z.object({ path: z.string(), wheels: z.tuple([z.string(), z.string()]) })
  )
});

export interface LayerFilesOptions {
  readonly hash: Hasher;
  /** Compresses, always to the same bytes: to be piped through one after the other. */
  readonly gzip: () => readonly Duplex[];
}

export class LayerFiles implements WheelLayers {
  readonly #folder: string;
  readonly #options: LayerFilesOptions;

  /** @param folder - made when the first layer is */
  constructor(folder: string, options: LayerFilesOptions) {
    this.#folder = folder;
    this.#options = options;
  }

  async known(key: string): Promise<LayerFile | undefined> {
    const text = await readFile(this.#note(key), 'utf8').catch(() => '');
    const kept = text === '' ? undefined : parsed(text);
    if (!kept) return undefined;
    const { size } = await stat(this.#path(kept.digest)).catch(() => ({ size: -1 }));
    return size === kept.size ? this.#layer(kept) : undefined;
  }

  async make(
    key: string,
    wheels: readonly FetchedWheel[],
    { place, signal }: CallOptions & { readonly place: WheelPlace }
  ): Promise<LayerFile> {
    const open: WheelArchive[] = [];
    try {
      for (const wheel of wheels) {
        signal?.throwIfAborted();
        open.push(await WheelArchive.open(wheel, place, this.#options.hash));
      }
      const { files, overlaps } = mergeFiles(
        open.map((wheel, at) => [wheels[at]?.ref.name ?? '', contentsOf(wheel)])
      );
      return await this.#written(key, entriesOf(files), { overlaps, signal });
    } finally {
      for (const wheel of open) wheel.close();
    }
  }

  #written(
    key: string,
    entries: readonly TarEntry[],
    about: Pick<LayerFile, 'overlaps'> & Writing
  ): Promise<LayerFile> {
    const place = {
      ...({ folder: this.#folder, variable: 'JKF_HOME' } as const),
      needed: () => Promise.resolve(sizeOf(entries))
    };
    return inPlace(place, () => this.#drafted(key, entries, about));
  }

  async #drafted(
    key: string,
    entries: readonly TarEntry[],
    { overlaps, signal }: Pick<LayerFile, 'overlaps'> & Writing
  ): Promise<LayerFile> {
    const aside = join(this.#folder, `.draft-${randomUUID()}`);
    const note = `${aside}.json`;
    try {
      await mkdir(this.#folder, { recursive: true });
      const { digest, diffId, size } = await writeLayer(aside, entries, {
        gzip: this.#options.gzip(),
        signal
      });
      const kept = { digest, diffId, size, overlaps: [...overlaps] };
      // Before the layer is in its place: without its note nobody would find it there.
      await writeFile(note, JSON.stringify(kept));
      await rename(aside, this.#path(digest));
      await rename(note, this.#note(key));
      return this.#layer(kept);
    } finally {
      for (const draft of [aside, note]) await rm(draft, { force: true });
    }
  }

  #layer({ digest, diffId, size, overlaps }: KeptLayer): LayerFile {
    const descriptor = { mediaType: MEDIA.layerGzip, digest, size };
    return { descriptor, diffId, overlaps, path: this.#path(digest) };
  }

  #note(key: string): string {
    return join(this.#folder, `${key}.json`);
  }

  #path(digest: Digest): string {
    return join(this.#folder, `${hexOf(digest)}.tar.gz`);
  }
}

interface Writing {
  readonly signal: AbortSignal | undefined;
}

interface KeptLayer extends Pick<LayerFile, 'overlaps' | 'diffId'> {
  readonly digest: Digest;
  readonly size: number;
}

function parsed(text: string): KeptLayer | undefined {
  try {
    const kept = z.safeParse(Kept, JSON.parse(text));
    const digest = kept.success ? parseDigest(kept.data.digest) : undefined;
    const diffId = kept.success ? parseDigest(kept.data.diffId) : undefined;
    return kept.success && digest && diffId
      ? { ...kept.data, digest, diffId }
      : undefined;
  } catch {
    return undefined;
  }
}

type OpenFile = PlacedFile & { readonly content: ReturnType<WheelArchive['content']> };

function contentsOf(wheel: WheelArchive): readonly OpenFile[] {
  return wheel.files.map(file => ({ ...file, content: wheel.content(file) }));
}

function entriesOf(files: readonly OpenFile[]): readonly TarEntry[] {
  return [
    ...foldersOf(files).map(path => ({ kind: 'folder', path, mode: 0o755 }) as const),
    ...files.map(({ path, mode, size, content }) => ({
      ...({ kind: 'file', path, mode, size, content } as const)
    }))
  ];
}

/** Bytes of a tar archive; compressed it takes less. */
function sizeOf(entries: readonly TarEntry[]): number {
  const blocks = entries.map(entry =>
    entry.kind === 'file' ? 1 + Math.ceil(entry.size / BLOCK) : 1
  );
  return BLOCK * blocks.reduce((sum, count) => sum + count, 2);
}

async function writeLayer(
  path: string,
  entries: readonly TarEntry[],
  { gzip, signal }: Writing & { readonly gzip: readonly Duplex[] }
): Promise<{ digest: Digest; diffId: Digest; size: number }> {
  const whole = new Sum();
  const stored = new Sum();
  const target = createWriteStream(path, { flags: 'wx' });
  await pipeline(
    [Readable.from(tarOf(entries)), whole, ...gzip, stored, target],
    signal ? { signal } : {}
  );
  return { digest: stored.digest(), diffId: whole.digest(), size: stored.size };
}

/** Passes bytes on, and knows their digest afterwards. */
class Sum extends Transform {
  size = 0;
  readonly #hash = createHash('sha256');

  override _transform(chunk: Buffer, _: string, done: TransformCallback): void {
    this.#hash.update(chunk);
    this.size += chunk.length;
    done(null, chunk);
  }

  digest(): Digest {
    return digestOf(this.#hash.digest('hex'));
  }
}
