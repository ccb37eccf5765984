/**
 * Builds images without a daemon: the bundle as one layer on a base that stays in its
 * registry. What is sent is that layer, a config and a manifest.
 */
import { appendLayers, type BuiltImage } from '../core/image/append.js';
import type { BuildProgress } from '../core/image/build-progress.js';
import type { Digest } from '../core/image/digest.js';
import { formatPlatform } from '../core/image/platform.js';
import { formatReference } from '../core/image/reference.js';
import type { Platform } from '../core/image/types.js';
import { utf8 } from '../core/image/utf8.js';
import type { DeliveredFile } from '../core/kubernetes/input.js';
import { planPush, type BaseStep, type PushPlan } from '../core/registry/push-plan.js';
import type { SecretLogin } from '../core/registry/pull-secret.js';
import { lacksBlobs } from '../core/registry/registry-error.js';
import type { Located } from '../core/registry/repository.js';
import type { Content, Registries, RegistrySession } from '../ports/registry.js';
import { makeLayer, type BundleLayer, type LayerDeps } from './bundle-layer.js';
import { readBase, type Base } from './image-base.js';
import { inOrder } from './limited.js';

export interface ImageBuildDeps extends LayerDeps {
  readonly registries: Registries;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

export interface AppendRequest {
  readonly base: Located;
  readonly push: Located;
  /** The host that nodes pull from, where it is another one than that to push to. */
  readonly pullHost?: string;
  readonly files: readonly DeliveredFile[];
  /** Of the nodes. @default of an index linux/amd64, else what the base is for */
  readonly platform?: Platform;
  /** Time of the image and its files, in seconds since 1970. @default 0 */
  readonly created?: number;
  /** Logins to try before those of this computer. */
  readonly logins?: readonly SecretLogin[];
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: BuildProgress) => void;
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

  /** Throws as `Registries` does, and `image-…` for bases that cannot be built on. */
  async append(request: AppendRequest): Promise<AppendedImage> {
    const { base, push, signal, logins } = request;
    const failure = new AbortController();
    const session = this.#deps.registries.open({
      push,
      pull: [base],
      signal: AbortSignal.any([failure.signal, ...(signal ? [signal] : [])]),
      ...(logins ? { logins } : {})
    });
    try {
      return await this.#appended(session, request);
    } catch (error) {
      // What goes on beside it is of no use any more.
      failure.abort(error);
      throw error;
    }
  }

  async #appended(
    session: RegistrySession,
    request: AppendRequest
  ): Promise<AppendedImage> {
    const { base, platform } = request;
    request.onProgress?.({ step: 'base' });
    const [found, layer] = await Promise.all([
      readBase(session, base, platform),
      makeLayer(request, this.#deps)
    ]);
    const image = this.#image(found, layer, request);
    const job: Job = { session, request, base: found, image, layer };
    await this.#push(job);
    return resultOf(job);
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

  /** Once more in full when the registry has lost what it was known to have. */
  async #push(job: Job): Promise<void> {
    const { memory } = this.#deps.registries;
    try {
      await this.#store(job);
    } catch (error) {
      const { push } = job.request;
      if (!lacksBlobs(error) || memory.of(push, this.#deps.now()).blobs.size === 0) {
        throw error;
      }
      memory.forget(push);
      await this.#store(job);
    }
  }

  async #store(job: Job): Promise<void> {
    const { request, base, image, session } = job;
    const { push } = request;
    const { memory } = this.#deps.registries;
    const plan = this.#plan(job);
    await Promise.all([this.#storeOwn(job, plan), this.#storeBase(job, plan.base)]);
    request.onProgress?.({ step: 'publish' });
    await session.publish(push, image.manifestBlob, push.reference.tag);
    const blobs = [
      ...base.image.manifest.layers.map(layer => layer.digest),
      ...ownOf(job).map(({ descriptor }) => descriptor.digest)
    ];
    memory.learn(push, { blobs }, this.#deps.now());
  }

  #plan(job: Job): PushPlan {
    const { request, base } = job;
    return planPush({
      from: request.base,
      to: request.push,
      layers: base.image.manifest.layers,
      own: ownOf(job).map(({ descriptor }) => descriptor.digest),
      known: this.#deps.registries.memory.of(request.push, this.#deps.now())
    });
  }

  async #storeOwn(job: Job, { uploads }: PushPlan): Promise<void> {
    const { session, request } = job;
    const missing = ownOf(job).filter(({ descriptor }) =>
      uploads.includes(descriptor.digest)
    );
    const upload = (content: Content): Promise<void> => {
      request.onProgress?.({ step: 'upload', bytes: content.descriptor.size });
      return session.upload(request.push, content);
    };
    await Promise.all(missing.map(upload));
  }

  /** Mounts go all at once, they are small; copies a few at a time, they are not. */
  async #storeBase(job: Job, steps: readonly BaseStep[]): Promise<void> {
    const mounts = steps.filter(({ kind }) => kind === 'mount');
    const copies = steps.filter(({ kind }) => kind === 'copy');
    if (mounts.length > 0) job.request.onProgress?.({ step: 'mount' });
    const refused = await Promise.all(mounts.map(step => this.#mount(job, step)));
    const rest = [...copies, ...mounts.filter((_, at) => refused[at])];
    await inOrder(rest, COPIES, ({ blob }) => {
      const { session, request } = job;
      request.onProgress?.({ step: 'copy', bytes: blob.size });
      return session.copy(request.push, request.base, blob);
    });
  }

  /** @returns whether it was refused */
  async #mount(job: Job, { blob }: BaseStep): Promise<boolean> {
    const { push, base } = job.request;
    const mounted = await job.session.mount(push, base, blob);
    const mounts = mounted ? 'work' : 'refused';
    this.#deps.registries.memory.learn(push, { mounts }, this.#deps.now());
    return !mounted;
  }
}

/** Blobs that are copied at once. */
const COPIES = 3;

/** One build on its way. */
interface Job {
  readonly session: RegistrySession;
  readonly request: AppendRequest;
  readonly base: Base;
  readonly image: BuiltImage;
  readonly layer: BundleLayer;
}

/** Blobs that are new: the layer, and the config. */
function ownOf({ layer, image }: Job): readonly Content[] {
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
