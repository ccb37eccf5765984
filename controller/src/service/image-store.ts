/** Puts images into repositories: what is there is not sent, and what is lost is sent again. */
import { ProblemError } from '@jupyterlab-kubeflow/protocol';
import type { BuildProgress } from '../core/image/build-progress.js';
import type { Digest } from '../core/image/digest.js';
import type { Blob, Descriptor } from '../core/image/types.js';
import { planPush, type BaseStep, type PushPlan } from '../core/registry/push-plan.js';
import { lacksBlobs, RegistryError } from '../core/registry/registry-error.js';
import type { Located } from '../core/registry/repository.js';
import type {
  Content,
  OpenUpload,
  Registries,
  RegistrySession
} from '../ports/registry.js';
import { inOrder } from './limited.js';

export interface ImageStoreDeps {
  readonly registries: Registries;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** A base that is to be in a repository. */
export interface BaseJob {
  readonly session: RegistrySession;
  readonly from: Located;
  readonly to: Located;
  /** Layers of the base. */
  readonly layers: readonly Descriptor[];
  readonly onProgress?: (progress: BuildProgress) => void;
}

/** An image on a base. */
export interface ImageJob extends BaseJob {
  /** Blobs that are not of the base. */
  readonly own: readonly Content[];
  readonly manifest: Blob;
  readonly tag?: string;
  /** The tag is made of the content: whoever has it has the same image. */
  readonly isTagOfContent?: boolean;
  /** Uploads for blobs of ours; those that are not needed are ended. */
  readonly opened?: readonly OpenUpload[];
}

/** Blobs that are copied at once. */
const COPIES = 3;

/** How registries refuse a tag that must not be moved; some also to the image it names. */
const TAKEN: readonly number[] = [400, 403, 405, 409, 412];

export class ImageStore {
  readonly #deps: ImageStoreDeps;

  constructor(deps: ImageStoreDeps) {
    this.#deps = deps;
  }

  /** The base's layers, before there is an image of them. */
  async takeBase(job: BaseJob): Promise<void> {
    await this.#storeBase(job, this.#plan(job).base);
    this.#learn(job, job.layers);
  }

  /** Once more in full when the registry has lost what it was known to have. */
  async put(job: ImageJob): Promise<void> {
    const { memory } = this.#deps.registries;
    try {
      await this.#store(job);
    } catch (error) {
      if (!lacksBlobs(error) || memory.of(job.to, this.#deps.now()).blobs.size === 0) {
        throw error;
      }
      memory.forget(job.to);
      await this.#store({ ...job, opened: [] });
    }
  }

  async #store(job: ImageJob): Promise<void> {
    const own = job.own.map(({ descriptor }) => descriptor);
    const { uploads, base } = this.#plan(
      job,
      own.map(({ digest }) => digest)
    );
    await Promise.all([this.#storeOwn(job, uploads), this.#storeBase(job, base)]);
    job.onProgress?.({ step: 'publish' });
    await publish(job);
    this.#learn(job, [...job.layers, ...own]);
  }

  #plan({ from, to, layers }: BaseJob, own: readonly Digest[] = []): PushPlan {
    const known = this.#deps.registries.memory.of(to, this.#deps.now());
    return planPush({ from, to, layers, own, known });
  }

  #learn({ to }: BaseJob, blobs: readonly Descriptor[]): void {
    const digests = blobs.map(({ digest }) => digest);
    this.#deps.registries.memory.learn(to, { blobs: digests }, this.#deps.now());
  }

  async #storeOwn(job: ImageJob, uploads: readonly Digest[]): Promise<void> {
    const { session, to, own, opened = [], onProgress } = job;
    const missing = own.filter(({ descriptor }) => uploads.includes(descriptor.digest));
    for (const each of opened.slice(missing.length)) void session.abandon(to, each);
    const upload = (content: Content, at: number): Promise<void> => {
      onProgress?.({ step: 'upload', bytes: content.descriptor.size });
      return session.upload(to, content, opened[at]);
    };
    await Promise.all(missing.map(upload));
  }

  /** Mounts go all at once, they are small; copies a few at a time, they are not. */
  async #storeBase(job: BaseJob, steps: readonly BaseStep[]): Promise<void> {
    const { session, from, to, onProgress } = job;
    const mounts = steps.filter(({ kind }) => kind === 'mount');
    const copies = steps.filter(({ kind }) => kind === 'copy');
    if (mounts.length > 0) onProgress?.({ step: 'mount' });
    const refused = await Promise.all(mounts.map(step => this.#mount(job, step)));
    const rest = [...copies, ...mounts.filter((_, at) => refused[at])];
    await inOrder(rest, COPIES, ({ blob }) => {
      onProgress?.({ step: 'copy', bytes: blob.size });
      return session.copy(to, from, blob);
    });
  }

  /** @returns whether it was refused */
  async #mount({ session, to, from }: BaseJob, { blob }: BaseStep): Promise<boolean> {
    const mounted = await session.mount(to, from, blob);
    const mounts = mounted ? 'work' : 'refused';
    this.#deps.registries.memory.learn(to, { mounts }, this.#deps.now());
    return !mounted;
  }
}

async function publish(job: ImageJob): Promise<void> {
  const { session, to, manifest, tag } = job;
  try {
    await session.publish(to, manifest, tag);
  } catch (error) {
    if (lacksBlobs(error) || !(await isThere(job, error))) throw error;
  }
}

/** Whether a tag could not be set because it is set, to this very image. */
async function isThere(
  { session, to, manifest, tag, isTagOfContent = false }: ImageJob,
  error: unknown
): Promise<boolean> {
  const isTaken = error instanceof RegistryError && TAKEN.includes(error.status ?? 0);
  if (!isTagOfContent || tag === undefined || !isTaken) return false;
  try {
    const found = await session.manifest(to, tag);
    return found.descriptor.digest === manifest.descriptor.digest;
  } catch (reading) {
    // The refusal that led here says more.
    if (reading instanceof ProblemError) return false;
    throw reading;
  }
}
