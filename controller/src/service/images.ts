/** Images with the bundle of a plan: which plans may be built, and for whom. */
import { fail, type Check, type Plan } from '@jupyterlab-kubeflow/protocol';
import type { Bundle } from '../core/bundle/bundle.js';
import type { BuildProgress } from '../core/image/build-progress.js';
import { nameFault } from '../core/image/reference.js';
import type { Platform } from '../core/image/types.js';
import { locate, type Located } from '../core/registry/repository.js';
import type { RegistryAccess } from '../core/registry/access.js';
import type { SecretLogin } from '../core/registry/pull-secret.js';
import type { Registries } from '../ports/registry.js';
import { readBundle, type ReadFile } from './bundle-bytes.js';
import {
  ImageBuilder,
  type AppendedImage,
  type ImageBuildDeps
} from './image-build.js';
import { pushVolumeImage, type VolumeImage } from './volume-image.js';

export interface ImageRequest {
  /** Reference of the image to build on. */
  readonly base: string;
  /** Where to push, with or without a tag. */
  readonly push: string;
  /** The host that nodes pull from. @default that of `push` */
  readonly pullHost?: string;
  /** Of the nodes. @default of an index linux/amd64, else what the base is for */
  readonly platform?: Platform;
  /** Logins to try before those of this computer. */
  readonly logins?: readonly SecretLogin[];
  readonly access: RegistryAccess;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: BuildProgress) => void;
}

/** A plan, and what it would deliver. */
export interface ImageSource {
  readonly plan: Plan;
  readonly bundle: Bundle;
}

export interface Images {
  /**
   * Puts the plan's bundle on the base and pushes that. Throws `plan-blocked` for code
   * that cannot run, `image-name-invalid`, and as `ImageBuilder` does.
   */
  build(planned: ImageSource, request: ImageRequest): Promise<AppendedImage>;
  /**
   * Pushes the plan's bundle as an image of its own. Throws as `build` does; no base can
   * be wrong.
   */
  pack(planned: ImageSource, request: PackRequest): Promise<VolumeImage>;
}

export type PackRequest = Omit<ImageRequest, 'base'>;

export interface ImagesDeps extends Omit<ImageBuildDeps, 'registries'> {
  readonly registries: (access: RegistryAccess) => Promise<Registries>;
  /** Bytes of a file of this computer. */
  readonly read: ReadFile;
  /** Time of images, in seconds since 1970. @default 0 */
  readonly created?: number;
}

/** Checks about what is in the bundle; all others are about where it runs. */
const BUNDLE_CHECKS: readonly string[] = ['code', 'syntax', 'parameters', 'files'];

/** What forbids an image of the plan. */
export function blockingImage({ checks }: Plan): readonly Check[] {
  return checks.filter(
    ({ name, outcome }) => outcome === 'failed' && BUNDLE_CHECKS.includes(name)
  );
}

export class BundleImages implements Images {
  readonly #deps: ImagesDeps;
  /** By access: connections, tokens and what was learnt serve the next image, too. */
  readonly #registries = new Map<string, Promise<Registries>>();

  constructor(deps: ImagesDeps) {
    this.#deps = deps;
  }

  async build(
    { plan, bundle }: ImageSource,
    { base, push, access, ...rest }: ImageRequest
  ): Promise<AppendedImage> {
    refuseBlocked(plan);
    const { created = 0, read } = this.#deps;
    const [from, to] = [located(base), located(push)];
    const files = await readBundle(bundle, read);
    const registries = await this.#reaching(access);
    const builder = new ImageBuilder({ ...this.#deps, registries });
    return builder.append({ ...rest, base: from, push: to, files, created });
  }

  async pack(
    { plan, bundle }: ImageSource,
    { push, access, ...rest }: PackRequest
  ): Promise<VolumeImage> {
    refuseBlocked(plan);
    const { created = 0, read } = this.#deps;
    const to = located(push);
    const files = await readBundle(bundle, read);
    const registries = await this.#reaching(access);
    const request = { ...rest, push: to, files, created };
    return pushVolumeImage(request, { ...this.#deps, registries });
  }

  #reaching(access: RegistryAccess): Promise<Registries> {
    const key = JSON.stringify(access);
    const known = this.#registries.get(key);
    if (known) return known;
    const made = this.#deps.registries(access);
    this.#registries.set(key, made);
    made.catch(() => this.#registries.delete(key));
    return made;
  }
}

function refuseBlocked(plan: Plan): void {
  const blocked = blockingImage(plan)[0]?.problem;
  if (!blocked) return;
  const { sentence, remedy, place } = blocked;
  fail('plan-blocked', { path: plan.source.path, sentence, remedy }, place);
}

function located(image: string): Located {
  try {
    return locate(image);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return fail('image-name-invalid', { image, detail: nameFault(error) });
  }
}
