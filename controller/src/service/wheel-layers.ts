/**
 * Layers of wheels in a registry: found there by what they are made of, else on this
 * computer, else made. Whoever asks for the same after that sends nothing.
 */
import { ProblemError, reason, type Message } from '@jupyterlab-kubeflow/protocol';
import type { Hasher } from '../core/bundle/bundle.js';
import type { Layer } from '../core/image/append.js';
import { layerImage, readLayerImage } from '../core/image/layer-image.js';
import type { Platform } from '../core/image/types.js';
import { utf8 } from '../core/image/utf8.js';
import { RegistryError } from '../core/registry/registry-error.js';
import {
  formatRepository,
  locate,
  sameRegistry,
  sameRepository,
  type Located
} from '../core/registry/repository.js';
import { layerKey, layerTag, type Overlap } from '../core/wheel/layer.js';
import type { WheelPlace } from '../core/wheel/place.js';
import type { WheelRef } from '../core/wheel/wheel.js';
import type { FetchedWheel, LayerFile, WheelLayers } from '../ports/packages.js';
import type { RegistrySession, Registries } from '../ports/registry.js';
import { ImageStore } from './image-store.js';
import { inOrder } from './limited.js';

export interface LayerStoreDeps {
  readonly registries: Registries;
  readonly layers: WheelLayers;
  readonly hash: Hasher;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** Layers to be brought into a repository. */
export interface LayersJob<Wheel extends WheelRef> {
  readonly session: RegistrySession;
  /** Where layers are kept for all images of a registry. */
  readonly at: Located;
  /** Wheels of each layer; none is empty. */
  readonly bins: readonly (readonly Wheel[])[];
  readonly place: WheelPlace;
  readonly platform: Platform;
  /** Brings wheels to this computer, in order. */
  readonly fetch: (wheels: readonly Wheel[]) => Promise<readonly FetchedWheel[]>;
  /** Whether what the registry says it has is believed. @default true */
  readonly believes?: boolean;
  /** Whether layers that this computer has are sent unasked. @default true */
  readonly usesKept?: boolean;
  readonly signal?: AbortSignal;
  readonly onProgress?: (doing: Message) => void;
}

/** What is needed to see what of them is there. */
type LookUpJob<Wheel extends WheelRef> = Pick<
  LayersJob<Wheel>,
  'session' | 'at' | 'bins' | 'place' | 'believes'
>;

/** A layer, and what was done for it. */
export interface BroughtLayer {
  readonly layer: Layer;
  /** Normalised names of its distributions, sorted. */
  readonly names: readonly string[];
  /** Whether the registry had it, this computer had it, or it was made. */
  readonly was: 'there' | 'kept' | 'made';
  /** Files that two of its wheels bring, where that is known here. */
  readonly overlaps: readonly Overlap[];
}

/** Layers that are worked on at once: two keep the processors busy while one is sent. */
const AT_ONCE = 3;

interface Bin<Wheel> {
  readonly key: string;
  readonly names: readonly string[];
  readonly wheels: readonly Wheel[];
}

export class LayerStore {
  readonly #deps: LayerStoreDeps;

  constructor(deps: LayerStoreDeps) {
    this.#deps = deps;
  }

  /**
   * In the order of the bins. What is finished stays, whatever happens to the others.
   * Throws as `Registries`, `WheelLayers` and the job's `fetch`.
   */
  async bring<Wheel extends WheelRef>(
    job: LayersJob<Wheel>
  ): Promise<readonly BroughtLayer[]> {
    const { bins, found } = await this.#lookUp(job);
    const missing = bins.filter((_, at) => !found[at]);
    const made = await this.#stored(job, missing);
    return bins.map((bin, at) => {
      const layer = found[at];
      const { names } = bin;
      if (layer) return { layer, names, was: 'there', overlaps: [] };
      const own = made.get(bin);
      if (!own) throw new RangeError(`no layer was made of ${names.join(', ')}`);
      const { file, was } = own;
      return { layer: layerOf(file, names), names, was, overlaps: file.overlaps };
    });
  }

  /** Names of distributions whose layers are not there yet; nothing is made. */
  async missing<Wheel extends WheelRef>(
    job: LookUpJob<Wheel>
  ): Promise<readonly string[]> {
    const { bins, found } = await this.#lookUp(job);
    return bins.flatMap(({ names }, at) => (found[at] ? [] : names));
  }

  /** What the registry has of each bin. */
  async #lookUp<Wheel extends WheelRef>(
    job: LookUpJob<Wheel>
  ): Promise<{ bins: readonly Bin<Wheel>[]; found: readonly (Layer | undefined)[] }> {
    const bins = job.bins.map(wheels => this.#bin(wheels, job.place));
    return { bins, found: await Promise.all(bins.map(bin => this.#found(job, bin))) };
  }

  #bin<Wheel extends WheelRef>(
    wheels: readonly Wheel[],
    place: WheelPlace
  ): Bin<Wheel> {
    const sorted = [...wheels].sort((a, b) => (a.name < b.name ? -1 : 1));
    const names = sorted.map(({ name }) => name);
    return { key: layerKey(sorted, place, this.#deps.hash), names, wheels: sorted };
  }

  async #found<Wheel extends WheelRef>(
    { session, at, believes = true }: LookUpJob<Wheel>,
    { key }: Bin<Wheel>
  ): Promise<Layer | undefined> {
    if (!believes) return undefined;
    const stored = await orAbsent(() => session.manifest(at, layerTag(key)));
    return stored && readLayerImage(stored.text, stored.descriptor.mediaType, key);
  }

  /** Each is sent as soon as it is made; the largest ones are begun with. */
  async #stored<Wheel extends WheelRef>(
    job: LayersJob<Wheel>,
    bins: readonly Bin<Wheel>[]
  ): Promise<ReadonlyMap<Bin<Wheel>, Own>> {
    const stored = await this.#kept(job, bins);
    const fetched = await this.#fetched(
      job,
      bins.filter(bin => !stored.has(bin))
    );
    const weight = (bin: Bin<Wheel>): number =>
      (fetched.get(bin) ?? []).reduce((sum, { ref }) => sum + ref.size, 0);
    const heaviest = [...bins].sort((a, b) => weight(b) - weight(a));
    await inOrder(heaviest, AT_ONCE, async bin => {
      const own: Own = stored.get(bin) ?? {
        file: await this.#make(job, bin, fetched.get(bin) ?? []),
        was: 'made'
      };
      stored.set(bin, own);
      await this.#send(job, bin, own);
    });
    return stored;
  }

  /** What this computer has of them. */
  async #kept<Wheel extends WheelRef>(
    { usesKept = true }: LayersJob<Wheel>,
    bins: readonly Bin<Wheel>[]
  ): Promise<Map<Bin<Wheel>, Own>> {
    const kept = new Map<Bin<Wheel>, Own>();
    for (const bin of usesKept ? bins : []) {
      const file = await this.#deps.layers.known(bin.key);
      if (file) kept.set(bin, { file, was: 'kept' });
    }
    return kept;
  }

  async #fetched<Wheel extends WheelRef>(
    job: LayersJob<Wheel>,
    bins: readonly Bin<Wheel>[]
  ): Promise<ReadonlyMap<Bin<Wheel>, readonly FetchedWheel[]>> {
    const wheels = bins.flatMap(bin => bin.wheels);
    const fetched = wheels.length > 0 ? await job.fetch(wheels) : [];
    const byDigest = new Map(fetched.map(wheel => [wheel.ref.sha256, wheel]));
    return new Map(
      bins.map(bin => [
        bin,
        bin.wheels.flatMap(({ sha256 }) => byDigest.get(sha256) ?? [])
      ])
    );
  }

  #make<Wheel extends WheelRef>(
    { place, signal, onProgress }: LayersJob<Wheel>,
    { key, names }: Bin<Wheel>,
    wheels: readonly FetchedWheel[]
  ): Promise<LayerFile> {
    onProgress?.(reason('packages-layer', { packages: names.join(', ') }));
    return this.#deps.layers.make(key, wheels, {
      place,
      ...(signal ? { signal } : {})
    });
  }

  async #send<Wheel extends WheelRef>(
    { session, at, platform, onProgress }: LayersJob<Wheel>,
    { key, names }: Bin<Wheel>,
    { file }: Own
  ): Promise<void> {
    onProgress?.(reason('packages-send', { packages: names.join(', ') }));
    const { hash } = this.#deps;
    const image = layerImage(layerOf(file, names), { key, platform, hash });
    const { descriptor, text } = image.configBlob;
    await this.#storeBlob(session, at, file);
    await new ImageStore(this.#deps).put({
      ...{ session, from: at, to: at, layers: [] },
      own: [{ descriptor, bytes: utf8(text) }],
      ...{ manifest: image.manifestBlob, tag: layerTag(key), isTagOfContent: true }
    });
    await this.#deps.layers.pushed(key, formatRepository(at));
  }

  /** From a repository that has it, where the registry does that; else from here. */
  async #storeBlob(
    session: RegistrySession,
    at: Located,
    { descriptor, path, repositories }: LayerFile
  ): Promise<void> {
    const { registries, now } = this.#deps;
    const from = repositories
      .map(name => locate(name))
      .find(each => sameRegistry(each, at) && !sameRepository(each, at));
    if (from && registries.memory.of(at, now()).mounts !== 'refused') {
      const isMounted = await orRefused(() => session.mount(at, from, descriptor));
      if (isMounted) return;
    }
    await session.store(at, { descriptor, path });
  }
}

interface Own {
  readonly file: LayerFile;
  readonly was: 'kept' | 'made';
}

function layerOf({ descriptor, diffId }: LayerFile, names: readonly string[]): Layer {
  return { descriptor, diffId, createdBy: `jkf: ${names.join(', ')}` };
}

/** Registries that hide what is not there answer as if it were forbidden. */
const ABSENT: readonly number[] = [401, 403, 404];

/** What a registry has, or `undefined` where it has it not, or nobody may know. */
export async function orAbsent<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
}

/** Whoever may not read the one repository may push to the other all the same. */
async function orRefused(mount: () => Promise<boolean>): Promise<boolean> {
  try {
    return await mount();
  } catch (error) {
    if (error instanceof ProblemError) return false;
    throw error;
  }
}

function isAbsent(error: unknown): boolean {
  if (error instanceof RegistryError) return ABSENT.includes(error.status ?? 0);
  return error instanceof ProblemError && error.problem.code === 'image-missing';
}
