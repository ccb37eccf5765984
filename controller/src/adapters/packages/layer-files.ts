/** Layers of wheels on disk: each made once for all images of this computer. */
import { createHash, randomUUID, type Hash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable, Transform, type TransformCallback } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import * as z from 'zod/mini';
import type { Hasher } from '../../core/bundle/bundle.js';
import { digestOf, hexOf, parseDigest, type Digest } from '../../core/image/digest.js';
import type { TarEntry } from '../../core/image/tar/entry.js';
import { BLOCK, concat } from '../../core/image/tar/header.js';
import { contentOf, tarParts } from '../../core/image/tar/write.js';
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
  ),
  repositories: z.exactOptional(z.array(z.string()))
});

/** Repositories that are kept in mind of one layer. */
const MOST_REPOSITORIES = 8;

export interface LayerFilesOptions {
  readonly hash: Hasher;
  /** gzip, always to the same bytes. */
  readonly compress: (bytes: Uint8Array) => Promise<Uint8Array>;
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
    const kept = await this.#kept(key);
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
      return await this.#written(key, files, { overlaps, signal });
    } finally {
      for (const wheel of open) wheel.close();
    }
  }

  async pushed(key: string, repository: string): Promise<void> {
    const kept = await this.#kept(key);
    if (!kept || kept.repositories?.[0] === repository) return;
    const others = (kept.repositories ?? []).filter(each => each !== repository);
    const repositories = [repository, ...others].slice(0, MOST_REPOSITORIES);
    const aside = join(this.#folder, `.draft-${randomUUID()}`);
    try {
      await writeFile(aside, JSON.stringify({ ...kept, repositories }));
      await rename(aside, this.#note(key));
    } catch {
      await rm(aside, { force: true }).catch(() => undefined);
    }
  }

  async #kept(key: string): Promise<KeptLayer | undefined> {
    const text = await readFile(this.#note(key), 'utf8').catch(() => '');
    return text === '' ? undefined : parsed(text);
  }

  #written(
    key: string,
    files: readonly OpenFile[],
    about: Pick<LayerFile, 'overlaps'> & Writing
  ): Promise<LayerFile> {
    const place = {
      ...({ folder: this.#folder, variable: 'JKF_HOME' } as const),
      needed: () => Promise.resolve(sizeOf(entriesOf(files)))
    };
    return inPlace(place, () => this.#drafted(key, files, about));
  }

  async #drafted(
    key: string,
    files: readonly OpenFile[],
    { overlaps, signal }: Pick<LayerFile, 'overlaps'> & Writing
  ): Promise<LayerFile> {
    const aside = join(this.#folder, `.draft-${randomUUID()}`);
    const note = `${aside}.json`;
    try {
      await mkdir(this.#folder, { recursive: true });
      const { compress } = this.#options;
      const { digest, diffId, size } = await writeLayer(aside, files, {
        compress,
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

  #layer({ digest, diffId, size, overlaps, repositories }: KeptLayer): LayerFile {
    const descriptor = { mediaType: MEDIA.layerGzip, digest, size };
    return {
      ...{ descriptor, diffId, overlaps, path: this.#path(digest) },
      repositories: repositories ?? []
    };
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
  readonly repositories?: readonly string[];
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

type Content = ReturnType<WheelArchive['content']>;

interface OpenFile extends PlacedFile {
  readonly content: Content;
  readonly packed: ReturnType<WheelArchive['packed']>;
}

function contentsOf(wheel: WheelArchive): readonly OpenFile[] {
  return wheel.files.map(file => ({
    ...file,
    content: wheel.content(file),
    packed: wheel.packed(file)
  }));
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

type Compress = Pick<LayerFilesOptions, 'compress'>;

async function writeLayer(
  path: string,
  files: readonly OpenFile[],
  { compress, signal }: Writing & Compress
): Promise<{ digest: Digest; diffId: Digest; size: number }> {
  const whole = createHash('sha256');
  const stored = new Sum();
  const target = createWriteStream(path, { flags: 'wx' });
  const bytes = Readable.from(compressed(files, { compress, whole }));
  await pipeline([bytes, stored, target], signal ? { signal } : {});
  return {
    digest: stored.digest(),
    diffId: digestOf(whole.digest('hex')),
    size: stored.size
  };
}

/** Bytes that are compressed at once. */
const CHUNK = 1 << 20;

/** Members of a gzip file: large files as the wheels have them, what is between them anew. */
async function* compressed(
  files: readonly OpenFile[],
  { compress, whole }: Compress & { readonly whole: Hash }
): AsyncGenerator<Uint8Array> {
  const packed = new Map(files.map(file => [file.path, file.packed]));
  let between: Uint8Array[] = [];
  let length = 0;
  const member = (): Promise<Uint8Array> => {
    const bytes = concat(between);
    [between, length] = [[], 0];
    whole.update(bytes);
    return compress(bytes);
  };
  for (const part of tarParts(entriesOf(files))) {
    const large = part instanceof Uint8Array ? undefined : packed.get(part.path);
    if (large) {
      yield await member();
      yield* large(whole);
      continue;
    }
    for await (const bytes of part instanceof Uint8Array ? [part] : contentOf(part)) {
      between.push(bytes);
      length += bytes.length;
      if (length >= CHUNK) yield await member();
    }
  }
  yield await member();
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
