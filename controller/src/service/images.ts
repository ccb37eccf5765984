/** Images with the bundle of a plan: which plans may be built, for whom, and when. */
import {
  fail,
  ProblemError,
  type Check,
  type Plan,
  type Prepared
} from '@jupyterlab-kubeflow/protocol';
import type { Bundle } from '../core/bundle/bundle.js';
import type { BuildProgress } from '../core/image/build-progress.js';
import type { Platform } from '../core/image/types.js';
import type { RegistryAccess } from '../core/registry/access.js';
import type { SecretLogin } from '../core/registry/pull-secret.js';
import type { Timing } from '../ports/timing.js';
import { readBundle, type ReadFile } from './bundle-bytes.js';
import {
  ImageBuilder,
  type AppendedImage,
  type ImageBuildDeps
} from './image-build.js';
import { located } from './located.js';
import { Preparation, type Code, type ImagePlace } from './preparation.js';
import { Preparations } from './preparations.js';
import type { Reach } from './reaching.js';
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
  /** Tag it by its content, in the place of the tag of `push`. @default false */
  readonly tagByContent?: boolean;
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
   * that cannot run, `image-name-invalid`, and as `ImageBuilder` does. What was prepared
   * for it is used.
   */
  build(planned: ImageSource, request: ImageRequest): Promise<AppendedImage>;
  /**
   * Pushes the plan's bundle as an image of its own. Throws as `build` does; no base can
   * be wrong.
   */
  pack(planned: ImageSource, request: PackRequest): Promise<VolumeImage>;
  /**
   * Does before `build` what can be done: all of it where the code may be pushed already.
   * One preparation a notebook, the newest counts, and none for long. Never throws a
   * problem: what goes wrong now is found again by `build`, or is not wrong any more.
   * @returns what there is now
   */
  prepare(
    planned: ImageSource,
    request: ImageRequest,
    what: Exclude<Prepared, 'nothing'>
  ): Promise<Prepared>;
  /** Ends what is prepared for a notebook, by the path that plans name; else for all. */
  discard(notebook?: string): Promise<void>;
}

export type PackRequest = Omit<ImageRequest, 'base'>;

export interface ImagesDeps extends Omit<ImageBuildDeps, 'registries' | 'now'> {
  readonly reach: Reach;
  readonly timing: Pick<Timing, 'now' | 'sleep'>;
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
  readonly #preparations: Preparations;

  constructor(deps: ImagesDeps) {
    this.#deps = deps;
    this.#preparations = new Preparations((...args) => deps.timing.sleep(...args));
  }

  async build(source: ImageSource, request: ImageRequest): Promise<AppendedImage> {
    refuseBlocked(source);
    const { signal, onProgress } = request;
    const watch = {
      ...(signal ? { signal } : {}),
      ...(onProgress ? { onProgress } : {})
    };
    const place = this.#placeOf(request);
    const code = this.#codeOf(source);
    const preparation = this.#preparations.get(source.plan.source.path, keyOf(request));
    const image = await preparation?.take(code, watch);
    if (image) return image;
    const builder = await this.#builder(request);
    return builder.append({ ...place, ...watch, files: await code.read() });
  }

  async pack(
    source: ImageSource,
    { push, access, ...rest }: PackRequest
  ): Promise<VolumeImage> {
    refuseBlocked(source);
    const { created = 0, timing } = this.#deps;
    const registries = await this.#deps.reach(access);
    const files = await this.#codeOf(source).read();
    const request = { ...rest, push: located(push), files, created };
    const deps = { ...this.#deps, registries, now: () => timing.now() };
    return pushVolumeImage(request, deps);
  }

  async prepare(
    source: ImageSource,
    request: ImageRequest,
    what: Exclude<Prepared, 'nothing'>
  ): Promise<Prepared> {
    try {
      refuseBlocked(source);
      const preparation = this.#preparation(source, request);
      await (what === 'pushed'
        ? preparation.push(this.#codeOf(source))
        : preparation.open());
      return what;
    } catch (error) {
      if (error instanceof ProblemError || isAbort(error)) return 'nothing';
      throw error;
    }
  }

  async discard(notebook?: string): Promise<void> {
    await (notebook === undefined
      ? this.#preparations.endAll()
      : this.#preparations.end(notebook));
  }

  #preparation({ plan }: ImageSource, request: ImageRequest): Preparation {
    const { path } = plan.source;
    const key = keyOf(request);
    const place = this.#placeOf(request);
    const known = this.#preparations.get(path, key);
    if (known) return known;
    const made = new Preparation(() => this.#builder(request), place);
    return this.#preparations.begin(path, key, made);
  }

  #placeOf({ base, push, ...request }: ImageRequest): ImagePlace {
    const { platform, pullHost, logins, tagByContent } = request;
    return {
      ...{ base: located(base), push: located(push) },
      created: this.#deps.created ?? 0,
      ...(platform ? { platform } : {}),
      ...(pullHost === undefined ? {} : { pullHost }),
      ...(logins ? { logins } : {}),
      ...(tagByContent === undefined ? {} : { tagByContent })
    };
  }

  #codeOf({ bundle }: ImageSource): Code {
    const read = (): ReturnType<Code['read']> => readBundle(bundle, this.#deps.read);
    return { digest: bundle.digest, read };
  }

  async #builder({ access }: ImageRequest): Promise<ImageBuilder> {
    const { timing } = this.#deps;
    const registries = await this.#deps.reach(access);
    return new ImageBuilder({ ...this.#deps, registries, now: () => timing.now() });
  }
}

function refuseBlocked({ plan }: ImageSource): void {
  const blocked = blockingImage(plan)[0]?.problem;
  if (!blocked) return;
  const { sentence, remedy, place } = blocked;
  fail('plan-blocked', { path: plan.source.path, sentence, remedy }, place);
}

/** All that makes an image another one, but its code. */
function keyOf({ base, push, access, ...request }: ImageRequest): string {
  const { platform, pullHost, tagByContent } = request;
  return JSON.stringify([base, push, access, platform, pullHost, tagByContent]);
}

/** A newer preparation, or the end of all, has ended it. */
function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}
