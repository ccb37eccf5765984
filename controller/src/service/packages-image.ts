/**
 * The image that a run needs besides its code: the base, with layers of what it lacks. It
 * depends on the packages alone, so that all who need the same have the same image, and
 * code that changes leaves it as it is.
 */
import { fail, reason } from '@jupyterlab-kubeflow/protocol';
import { appendLayers, type BuiltImage, type Layer } from '../core/image/append.js';
import { hexOf, tagOfContent, type Digest } from '../core/image/digest.js';
import {
  packagesChanges,
  pathEntries,
  PATH_STEP,
  placeIn
} from '../core/image/packages-image.js';
import { formatReference } from '../core/image/reference.js';
import { tarBytes } from '../core/image/tar/write.js';
import { utf8 } from '../core/image/utf8.js';
import type { Inventory } from '../core/packages/inventory.js';
import type { ChosenWheel } from '../core/packages/report.js';
import { lacksBlobs } from '../core/registry/registry-error.js';
import type { Located } from '../core/registry/repository.js';
import { binWheels } from '../core/wheel/bins.js';
import { MOST_LAYERS_OF_WHEELS } from '../core/wheel/layer.js';
import type { WheelPlace } from '../core/wheel/place.js';
import type { WheelRef } from '../core/wheel/wheel.js';
import type { WheelLayers } from '../ports/packages.js';
import type { Registries, RegistrySession } from '../ports/registry.js';
import { packed, type BundleLayer, type LayerDeps } from './bundle-layer.js';
import { share } from './found-before.js';
import { readBase, type Base } from './image-base.js';
import { ImageStore } from './image-store.js';
import { located } from './located.js';
import type { Packages, Search } from './packages.js';
import type { PackagesRequest } from './packages-request.js';
import type { Reach } from './reaching.js';
import { LayerStore, orAbsent, type BroughtLayer } from './wheel-layers.js';

export interface PackagesImageRequest extends Pick<
  PackagesRequest,
  'base' | 'platform' | 'logins' | 'access' | 'signal' | 'onProgress'
> {
  /** Repository to push to, without a tag: it gets one of its content. */
  readonly push: string;
  /** The host that nodes pull from. @default that of `push` */
  readonly pullHost?: string;
  /** What was found for this base. */
  readonly search: Search;
  /** What was built on it, and takes its place. */
  readonly on?: string;
}

export interface PackagesImage {
  /** As nodes pull it, by digest. */
  readonly reference: string;
  readonly digest: Digest;
  /** Layers of packages, in order. */
  readonly layers: readonly PackagesLayer[];
  /** Bytes that were sent: nothing that the registry had. */
  readonly sentBytes: number;
  readonly requests: number;
}

export interface PackagesLayer {
  readonly names: readonly string[];
  /** Bytes, as it is stored. */
  readonly size: number;
  readonly was: BroughtLayer['was'];
  /** Files that two of its packages bring, where that is known here: the last one's is there. */
  readonly overlaps: BroughtLayer['overlaps'];
}

/** Finds packages, and makes images that have them. */
export interface PackageServices extends Packages {
  /** Puts what was found on its base, and pushes that. Throws as `PackagesImages`. */
  build(request: PackagesImageRequest): Promise<PackagesImage>;
  /** Names of packages that `build` would have to push. Throws as it does. */
  missing(request: PackagesImageRequest): Promise<readonly string[]>;
}

export interface PackagesImageDeps extends LayerDeps {
  readonly reach: Reach;
  readonly layers: WheelLayers;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

export class PackagesImages {
  readonly #deps: PackagesImageDeps;

  constructor(deps: PackagesImageDeps) {
    this.#deps = deps;
  }

  /**
   * Puts what was found into an image and pushes that. Throws as `Registries`, `Packages`
   * and `WheelLayers` do, and `image-…` for bases that cannot be built on.
   */
  async build(request: PackagesImageRequest): Promise<PackagesImage> {
    const registries = await this.#deps.reach(request.access);
    const work = new Build(request, { ...this.#deps, registries });
    try {
      return await work.done(true);
    } catch (error) {
      // A registry may have lost what it says it has.
      if (!lacksBlobs(error)) throw error;
      return await work.done(false);
    }
  }

  /**
   * Names of packages that `build` would have to push; those of an index that says no
   * digests among them. Throws as `build`.
   */
  async missing(request: PackagesImageRequest): Promise<readonly string[]> {
    const registries = await this.#deps.reach(request.access);
    return new Build(request, { ...this.#deps, registries }).missing();
  }
}

interface BuildDeps extends Omit<PackagesImageDeps, 'reach'> {
  readonly registries: Registries;
}

/** One build on its way. */
class Build {
  readonly #request: PackagesImageRequest;
  readonly #deps: BuildDeps;
  readonly #session: RegistrySession;
  readonly #base: Located;
  readonly #push: Located;

  constructor(request: PackagesImageRequest, deps: BuildDeps) {
    const { signal, logins } = request;
    this.#request = request;
    this.#deps = deps;
    this.#base = located(request.on ?? request.search.found.base);
    this.#push = located(request.push);
    this.#session = deps.registries.open({
      ...{ push: this.#push, pull: [this.#base] },
      ...(signal ? { signal } : {}),
      ...(logins ? { logins } : {})
    });
  }

  async done(believes: boolean): Promise<PackagesImage> {
    const { inventory } = this.#request.search;
    const base = await readBase(this.#session, this.#base, this.#request.platform);
    const brought = await this.#layers(base, { inventory, believes });
    const path = await this.#pathLayer(inventory);
    const layers = [...brought.map(({ layer }) => layer), path.layer];
    const image = this.#image(base, layers);
    const { descriptor } = image.manifestBlob;
    const tag = tagOfContent('packages', hexOf(descriptor.digest));
    const shared = this.#share();
    if (!believes || !(await this.#isThere(tag, descriptor.digest))) {
      await this.#store(base, image, { path, tag });
    }
    await shared;
    return this.#result(descriptor.digest, brought);
  }

  async missing(): Promise<readonly string[]> {
    const { fresh, inventory } = this.#request.search;
    const base = await readBase(this.#session, this.#base, this.#request.platform);
    if (fresh.some(({ sha256 }) => sha256 === undefined)) {
      return fresh.map(({ name }) => name);
    }
    return new LayerStore(this.#deps).missing({
      ...{ session: this.#session, at: this.#push, place: this.#place(inventory) },
      bins: binWheels(await this.#digested(fresh), mostLayers(base))
    });
  }

  async #layers(
    base: Base,
    {
      inventory,
      believes
    }: { readonly inventory: Inventory; readonly believes: boolean }
  ): Promise<readonly BroughtLayer[]> {
    const { search } = this.#request;
    const wheels = await this.#digested(search.fresh);
    const watch = this.#watch();
    const { architecture, os } = base.image.config;
    return new LayerStore(this.#deps).bring({
      ...{ session: this.#session, at: this.#push, believes, ...watch },
      // Others could name a layer that only this computer has: its wheels are to be found.
      usesKept: search.before?.isShared !== true,
      bins: binWheels(wheels, mostLayers(base)),
      place: this.#place(inventory),
      platform: { architecture, os },
      fetch: some => search.fetch(some, watch)
    });
  }

  #watch(): Pick<PackagesImageRequest, 'signal' | 'onProgress'> {
    const { signal, onProgress } = this.#request;
    return { ...(signal ? { signal } : {}), ...(onProgress ? { onProgress } : {}) };
  }

  #place(inventory: Inventory): WheelPlace {
    const { base } = this.#request.search.found;
    return placeIn(inventory) ?? fail('base-without-python', { image: base });
  }

  /** Wheels of an index that says no digests have to be fetched to have one. */
  async #digested(
    wheels: readonly ChosenWheel[]
  ): Promise<readonly (ChosenWheel & WheelRef)[]> {
    const unknown = wheels.filter(({ sha256 }) => sha256 === undefined);
    const { search } = this.#request;
    const fetched =
      unknown.length > 0 ? await search.fetch(unknown, this.#watch()) : [];
    const byFile = new Map(fetched.map(({ ref }) => [ref.file, ref.sha256]));
    return wheels.map(wheel => ({
      ...wheel,
      sha256: wheel.sha256 ?? byFile.get(wheel.file) ?? ''
    }));
  }

  async #pathLayer(inventory: Inventory): Promise<BundleLayer> {
    return packed(await tarBytes(pathEntries(inventory)), PATH_STEP, this.#deps);
  }

  #image(base: Base, layers: readonly Layer[]): BuiltImage {
    const annotations = {
      'org.opencontainers.image.base.name': formatReference(base.at.reference),
      'org.opencontainers.image.base.digest': base.digest
    };
    return appendLayers(base.image, layers, {
      changes: { ...packagesChanges(base.image), annotations },
      hash: this.#deps.hash
    });
  }

  /** The tag is made of the digest: what it names is this image, or a forgery. */
  async #isThere(tag: string, wanted: Digest): Promise<boolean> {
    const session = this.#session;
    const found = await orAbsent(() => session.manifest(this.#push, tag));
    return found?.descriptor.digest === wanted;
  }

  async #store(
    base: Base,
    image: BuiltImage,
    { path, tag }: { readonly path: BundleLayer; readonly tag: string }
  ): Promise<void> {
    const { onProgress } = this.#request;
    onProgress?.(reason('build-publish', {}));
    const { descriptor, text } = image.configBlob;
    await new ImageStore(this.#deps).put({
      ...{ session: this.#session, from: this.#base, to: this.#push },
      layers: base.image.manifest.layers,
      own: [
        { descriptor: path.layer.descriptor, bytes: path.bytes },
        { descriptor, bytes: utf8(text) }
      ],
      ...{ manifest: image.manifestBlob, tag, isTagOfContent: true }
    });
  }

  /** For those who need the same after this. */
  async #share(): Promise<void> {
    const { before } = this.#request.search;
    const [session, at] = [this.#session, this.#push];
    if (before) await share({ ...this.#deps, session, at }, before);
  }

  #result(made: Digest, brought: readonly BroughtLayer[]): PackagesImage {
    const { host, path } = this.#push.reference;
    const at = this.#request.pullHost ?? host;
    const name = { ...(at === undefined ? {} : { host: at }), path, digest: made };
    const { sentBytes, requests } = this.#session;
    return {
      ...{ reference: formatReference(name), digest: made },
      layers: brought.map(({ layer, names, was, overlaps }) => ({
        ...{ names, size: layer.descriptor.size, was, overlaps }
      })),
      ...{ sentBytes, requests }
    };
  }
}

/** Docker and CRI-O stop at 127; one is for the path, some for code and who builds on it. */
const MOST = 120;

function mostLayers({ image }: Base): number {
  const room = MOST - image.manifest.layers.length;
  return Math.max(1, Math.min(MOST_LAYERS_OF_WHEELS, room));
}
