/**
 * Builds images without a daemon: the bundle as one layer on a base that stays in its
 * registry. What is sent is that layer, a config and a manifest.
 */
import { appendLayers, type BuiltImage } from '../core/image/append.js';
import type { BuildProgress } from '../core/image/build-progress.js';
import { hexOf, tagOfContent, type Digest } from '../core/image/digest.js';
import { formatPlatform } from '../core/image/platform.js';
import { formatReference } from '../core/image/reference.js';
import type { Platform } from '../core/image/types.js';
import { utf8 } from '../core/image/utf8.js';
import type { DeliveredFile } from '../core/kubernetes/input.js';
import type { SecretLogin } from '../core/registry/pull-secret.js';
import type { Located } from '../core/registry/repository.js';
import type {
  Content,
  OpenUpload,
  Registries,
  RegistrySession
} from '../ports/registry.js';
import { makeLayer, type BundleLayer, type LayerDeps } from './bundle-layer.js';
import { readBase, type Base } from './image-base.js';
import { ImageStore, type BaseJob, type ImageJob } from './image-store.js';

export interface ImageBuildDeps extends LayerDeps {
  readonly registries: Registries;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** Where an image is built, on what, and for whom. */
export interface OpenRequest {
  readonly base: Located;
  readonly push: Located;
  /** Of the nodes. @default of an index linux/amd64, else what the base is for */
  readonly platform?: Platform;
  /** Logins to try before those of this computer. */
  readonly logins?: readonly SecretLogin[];
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: BuildProgress) => void;
}

export interface AppendRequest extends OpenRequest {
  /** The host that nodes pull from, where it is another one than that to push to. */
  readonly pullHost?: string;
  readonly files: readonly DeliveredFile[];
  /** Time of the image and its files, in seconds since 1970. @default 0 */
  readonly created?: number;
  /** Tag it by its content, in the place of the tag of `push`. @default false */
  readonly tagByContent?: boolean;
}

/** What can be done for an image before its files are known. */
export interface Opened {
  readonly base: Base;
  /** One for each blob that is new. */
  readonly uploads: readonly OpenUpload[];
}

export interface AppendedImage {
  /** As nodes pull it, by digest. */
  readonly reference: string;
  readonly digest: Digest;
  /** What it was built on, by digest. */
  readonly base: string;
  /** e.g. `linux/amd64`. */
  readonly platform: string;
  readonly layers: number;
  /** Bytes of all layers, as they are stored. */
  readonly size: number;
  /** Bytes of the bundle's layer. */
  readonly layerSize: number;
  /** Bytes that were sent: nothing that the registry had. */
  readonly sentBytes: number;
  readonly requests: number;
}

export class ImageBuilder {
  readonly #deps: ImageBuildDeps;

  constructor(deps: ImageBuildDeps) {
    this.#deps = deps;
  }

  /**
   * Throws as `Registries` does, and `image-…` for bases that cannot be built on.
   * @param opened - what was done before; its uploads are used up
   */
  append(request: AppendRequest, opened?: Opened): Promise<AppendedImage> {
    return this.#working(request, session => this.#appended(session, request, opened));
  }

  /**
   * Everything that needs no files: the base is read, and brought into the repository,
   * and uploads are begun. Throws as `append`.
   * @param base - as it was read before
   */
  open(request: OpenRequest, base?: Base): Promise<Opened> {
    return this.#working(request, async session => {
      const found = base ?? (await this.#read(session, request));
      await this.#store().takeBase({ session, ...placesOf(request, found) });
      return { base: found, uploads: await beginAll(session, request.push) };
    });
  }

  /** Ends uploads that were opened and are not needed. */
  async discard({ push, logins }: OpenRequest, { uploads }: Opened): Promise<void> {
    const work = { push, pull: [], ...(logins ? { logins } : {}) };
    const session = this.#deps.registries.open(work);
    await Promise.all(uploads.map(each => session.abandon(push, each)));
  }

  async #working<T>(
    { base, push, signal, logins }: OpenRequest,
    work: (session: RegistrySession) => Promise<T>
  ): Promise<T> {
    const failure = new AbortController();
    const session = this.#deps.registries.open({
      push,
      pull: [base],
      signal: AbortSignal.any([failure.signal, ...(signal ? [signal] : [])]),
      ...(logins ? { logins } : {})
    });
    try {
      return await work(session);
    } catch (error) {
      // What goes on beside it is of no use any more.
      failure.abort(error);
      throw error;
    }
  }

  #read(session: RegistrySession, request: OpenRequest): Promise<Base> {
    request.onProgress?.({ step: 'base' });
    return readBase(session, request.base, request.platform);
  }

  async #appended(
    session: RegistrySession,
    request: AppendRequest,
    opened?: Opened
  ): Promise<AppendedImage> {
    const [base, layer] = await Promise.all([
      opened?.base ?? this.#read(session, request),
      makeLayer(request, this.#deps)
    ]);
    const image = this.#image(base, layer, request);
    const made = { session, request, base, image, layer };
    await this.#store().put({
      ...placesOf(request, base),
      ...{ session, own: ownOf(made), manifest: image.manifestBlob },
      ...tagOf(request, image),
      ...(opened ? { opened: opened.uploads } : {})
    });
    return resultOf(made);
  }

  #store(): ImageStore {
    return new ImageStore(this.#deps);
  }

  #image(
    base: Base,
    { layer }: BundleLayer,
    { created = 0 }: AppendRequest
  ): BuiltImage {
    const annotations = {
      'org.opencontainers.image.base.name': formatReference(base.at.reference),
      'org.opencontainers.image.base.digest': base.digest,
      'org.opencontainers.image.created': isoTime(created)
    };
    return appendLayers(base.image, [layer], {
      changes: { created: isoTime(created), annotations },
      hash: this.#deps.hash
    });
  }
}

/** Blobs of an image of ours that no base has: the layer, and the config. */
const OWN = 2;

async function beginAll(
  session: RegistrySession,
  push: Located
): Promise<readonly OpenUpload[]> {
  const begun = await Promise.allSettled(
    Array.from({ length: OWN }, () => session.begin(push))
  );
  const there = begun.flatMap(each =>
    each.status === 'fulfilled' ? [each.value] : []
  );
  const failed = begun.find(({ status }) => status === 'rejected');
  if (failed?.status !== 'rejected') return there;
  await Promise.all(there.map(each => session.abandon(push, each)));
  throw failed.reason;
}

function placesOf(
  { base, push, onProgress }: OpenRequest,
  { image }: Base
): Omit<BaseJob, 'session'> {
  return {
    ...{ from: base, to: push, layers: image.manifest.layers },
    ...(onProgress ? { onProgress } : {})
  };
}

export function tagOf(
  { push, tagByContent = false }: Pick<AppendRequest, 'push' | 'tagByContent'>,
  { manifestBlob }: BuiltImage
): Pick<ImageJob, 'tag' | 'isTagOfContent'> {
  if (tagByContent) {
    // An image that was pushed before has its own.
    const hex = hexOf(manifestBlob.descriptor.digest);
    return { tag: tagOfContent('code', hex), isTagOfContent: true };
  }
  const { tag } = push.reference;
  return tag === undefined ? {} : { tag };
}

/** One build on its way. */
interface Job {
  readonly session: RegistrySession;
  readonly request: AppendRequest;
  readonly base: Base;
  readonly image: BuiltImage;
  readonly layer: BundleLayer;
}

/** Blobs of an image that no base has: the layer, and the config. */
export function ownOf({
  layer,
  image
}: Pick<Job, 'layer' | 'image'>): readonly Content[] {
  const { descriptor, text } = image.configBlob;
  return [
    { descriptor: layer.layer.descriptor, bytes: layer.bytes },
    { descriptor, bytes: utf8(text) }
  ];
}

/** As images write times. */
export function isoTime(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
}

function resultOf({ session, request, base, image, layer }: Job): AppendedImage {
  const { push, pullHost } = request;
  const { layers } = image.manifest;
  const host = pullHost ?? push.reference.host;
  const { path } = push.reference;
  const made = image.manifestBlob.descriptor.digest;
  return {
    reference: formatReference({
      ...(host === undefined ? {} : { host }),
      path,
      digest: made
    }),
    digest: made,
    base: formatReference({ ...hostOf(request.base), digest: base.digest }),
    platform: formatPlatform(image.config),
    layers: layers.length,
    size: layers.reduce((sum, { size }) => sum + size, 0),
    layerSize: layer.layer.descriptor.size,
    sentBytes: session.sentBytes,
    requests: session.requests
  };
}

function hostOf({ reference: { host, path } }: Located): {
  host?: string;
  path: string;
} {
  return host === undefined ? { path } : { host, path };
}
