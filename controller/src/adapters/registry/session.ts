/** One piece of work on registries. */
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { problem } from '@jupyterlab-kubeflow/protocol';
import { parseDigest, type Digest } from '../../core/image/digest.js';
import type { TarMember } from '../../core/image/tar/read.js';
import { MEDIA, type Blob, type Descriptor } from '../../core/image/types.js';
import { RegistryError } from '../../core/registry/registry-error.js';
import { formatRepository, type Repository } from '../../core/registry/repository.js';
import type {
  Content,
  OpenUpload,
  RegistrySession,
  RegistryWork,
  StoredManifest
} from '../../ports/registry.js';
import { bytesOf, drain } from './answer.js';
import { blobBytes } from './blob-bytes.js';
import { ATTEMPTS, Calls } from './calls.js';
import { layerMembers } from './layer-members.js';
import { keep, type Shared } from './shared.js';
import {
  beginUpload,
  sourceOf,
  placeOf,
  uploadBlob,
  type BlobSource
} from './uploads.js';

/** Manifests and configs that are larger are not read; registries take 4 MiB. */
const LIMIT = 8 << 20;

/** How long a tag is believed to be the same image, in milliseconds. */
const TAG_LIFE = 60_000;

const ACCEPT = [MEDIA.index, MEDIA.manifest, MEDIA.dockerIndex, MEDIA.dockerManifest];

const ENDED = 204;

export class Session implements RegistrySession {
  sentBytes = 0;
  readonly #calls: Calls;

  constructor(shared: Shared, work: RegistryWork) {
    this.#calls = new Calls(shared, work);
  }

  get requests(): number {
    return this.#calls.requests;
  }

  async manifest(at: Repository, name: string): Promise<StoredManifest> {
    const { contents, tags, timing } = this.#calls.shared;
    const digest = parseDigest(name);
    const key = `${formatRepository(at)}@${name}`;
    const tagged = digest ? undefined : tags.get(key);
    const known = digest
      ? contents.get(key)
      : tagged && tagged.until > timing.now() && tagged.found;
    if (known) return known;
    const found = await this.#readManifest(at, name, digest);
    keep(contents, `${formatRepository(at)}@${found.descriptor.digest}`, found);
    if (!digest) keep(tags, key, { found, until: timing.now() + TAG_LIFE });
    return found;
  }

  async text(at: Repository, blob: Descriptor): Promise<string> {
    const { contents } = this.#calls.shared;
    const key = `${formatRepository(at)}@${blob.digest}`;
    const known = contents.get(key);
    if (known) return known.text;
    const { bytes } = await this.#read(at, {
      ...{ to: `blobs/${blob.digest}`, image: blob.digest, headers: {} }
    });
    const text = checked(at, bytes, blob);
    keep(contents, key, { descriptor: blob, text });
    return text;
  }

  members(
    at: Repository,
    layer: Descriptor,
    onBytes?: (bytes: number) => void
  ): AsyncIterable<TarMember> {
    const bytes = blobBytes(this.#calls, layer, {
      open: from => this.#stream(at, layer, from),
      wrong: detail => wrong(at, layer.digest, detail)
    });
    return layerMembers(
      onBytes ? counted(bytes, onBytes) : bytes,
      formatRepository(at)
    );
  }

  async mount(to: Repository, from: Repository, blob: Descriptor): Promise<boolean> {
    const query = `mount=${blob.digest}&from=${encodeURIComponent(from.path)}`;
    const answer = await this.#calls.ask({
      ...{ repository: to, action: 'push', method: 'POST' },
      to: `blobs/uploads/?${query}`,
      headers: { 'Content-Length': '0' },
      wanted: [201, 202, 400, 405]
    });
    await drain(answer);
    if (answer.statusCode === 201) return true;
    const place = placeOf(this.#calls, to, answer);
    // Nobody waits for it.
    if (place) void this.abandon(to, { place: place.href });
    return false;
  }

  async copy(to: Repository, from: Repository, blob: Descriptor): Promise<boolean> {
    if (await this.#has(to, blob)) return false;
    const source: BlobSource = {
      descriptor: blob,
      read: at => this.#stream(from, blob, at)
    };
    await this.#store(to, source);
    return true;
  }

  async upload(to: Repository, content: Content, opened?: OpenUpload): Promise<void> {
    await this.#store(to, sourceOf(content), opened);
  }

  async store(to: Repository, content: Content): Promise<boolean> {
    if (await this.#has(to, content.descriptor)) return false;
    await this.#store(to, sourceOf(content));
    return true;
  }

  async begin(to: Repository): Promise<OpenUpload> {
    return { place: (await beginUpload(this.#calls, to)).href };
  }

  /** Whether it succeeds is the registry's business. */
  async abandon(to: Repository, { place }: OpenUpload): Promise<void> {
    const question = { repository: to, action: 'push', attempts: 1 } as const;
    await this.#calls
      .ask({ ...question, method: 'DELETE', to: new URL(place), wanted: [ENDED] })
      .then(drain)
      .catch(() => undefined);
  }

  async publish(to: Repository, manifest: Blob, tag?: string): Promise<void> {
    const { digest, mediaType, size } = manifest.descriptor;
    const body = Buffer.from(manifest.text);
    const answer = await this.#calls.ask({
      ...{ repository: to, action: 'push', method: 'PUT', body },
      to: `manifests/${tag ?? digest}`,
      headers: { 'Content-Type': mediaType, 'Content-Length': String(size) },
      wanted: [201]
    });
    await drain(answer);
    this.sentBytes += size;
    const stored = answer.headers['docker-content-digest'];
    if (stored !== undefined && stored !== digest) {
      throw wrong(to, digest, `it stores the manifest as ${String(stored)}`);
    }
  }

  async #store(to: Repository, source: BlobSource, opened?: OpenUpload): Promise<void> {
    const place = opened && new URL(opened.place);
    const sent = await uploadBlob(this.#calls, to, source, place);
    this.sentBytes += sent;
  }

  async #has(at: Repository, { digest }: Descriptor): Promise<boolean> {
    const answer = await this.#calls.ask({
      ...{ repository: at, action: 'push', method: 'HEAD', to: `blobs/${digest}` },
      // Some answer 403 for what is not there.
      wanted: [200, 404, 403]
    });
    await drain(answer);
    return answer.statusCode === 200;
  }

  async #stream(
    from: Repository,
    { digest }: Descriptor,
    at: number
  ): Promise<Readable> {
    const range = at === 0 ? {} : { Range: `bytes=${String(at)}-` };
    const answer = await this.#calls.ask({
      ...{ repository: from, action: 'pull', method: 'GET', headers: range },
      ...{ to: `blobs/${digest}`, image: digest },
      wanted: [at === 0 ? 200 : 206]
    });
    return Readable.from(this.#told(answer, from));
  }

  /** The bytes; their faults are told of where they come from. */
  async *#told(
    answer: AsyncIterable<Buffer>,
    from: Repository
  ): AsyncGenerator<Buffer> {
    try {
      yield* answer;
    } catch (error) {
      throw this.#calls.fault(error, from);
    }
  }

  async #readManifest(
    at: Repository,
    name: string,
    digest: Digest | undefined
  ): Promise<StoredManifest> {
    const image = `${at.path}${digest ? '@' : ':'}${name}`;
    const headers = { Accept: ACCEPT.join(', ') };
    const { bytes, type } = await this.#read(at, {
      ...{ to: `manifests/${name}`, image, headers }
    });
    const found = digest ?? digestOf(bytes);
    const size = bytes.length;
    const descriptor = { mediaType: type, digest: found, size };
    return { descriptor, text: checked(at, bytes, descriptor) };
  }

  async #read(
    at: Repository,
    about: { to: string; image: string; headers: Readonly<Record<string, string>> }
  ): Promise<{ readonly bytes: Buffer; readonly type: string }> {
    for (let failures = 1; ; failures += 1) {
      const answer = await this.#calls.ask({
        ...about,
        ...{ repository: at, action: 'pull', method: 'GET', wanted: [200] }
      });
      try {
        const bytes = await bytesOf(answer, LIMIT);
        const type = (answer.headers['content-type'] ?? '').split(';')[0] ?? '';
        return { bytes, type };
      } catch (error) {
        // The answer broke off.
        const fault = this.#calls.fault(error, at);
        if (failures === ATTEMPTS) throw fault;
        await this.#calls.wait(fault, failures);
      }
    }
  }
}

async function* counted(
  bytes: AsyncIterable<Buffer>,
  onBytes: (bytes: number) => void
): AsyncGenerator<Buffer> {
  let length = 0;
  for await (const chunk of bytes) {
    length += chunk.length;
    onBytes(length);
    yield chunk;
  }
}

function digestOf(bytes: Uint8Array): Digest {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

/** @throws RegistryError when the bytes are not what was asked for */
function checked(at: Repository, bytes: Buffer, { digest, size }: Descriptor): string {
  if (bytes.length !== size) {
    throw wrong(
      at,
      digest,
      `${String(bytes.length)} bytes in the place of ${String(size)}`
    );
  }
  if (digestOf(bytes) !== digest) throw wrong(at, digest, 'the digest differs');
  return bytes.toString('utf8');
}

function wrong({ host }: Repository, digest: Digest, detail: string): RegistryError {
  const row = problem('registry-content-wrong', { host, digest, detail });
  return new RegistryError(row, { temporary: false });
}
