/** Finding and fetching wheels, and keeping what is known of bases. */
import type { Digest } from '../core/image/digest.js';
import type { Descriptor } from '../core/image/types.js';
import type { Inventory } from '../core/packages/inventory.js';
import type { ResolverFailure } from '../core/packages/failure.js';
import type { Conditions } from '../core/packages/finding.js';
import type { ChosenWheel } from '../core/packages/report.js';
import type { Overlap } from '../core/wheel/layer.js';
import type { WheelPlace } from '../core/wheel/place.js';
import type { WheelRef } from '../core/wheel/wheel.js';
import type { CallOptions } from './cluster.js';

/** The interpreter whose pip is asked. */
export interface ResolverPlace {
  /** Absolute path. */
  readonly python: string;
  /** Variables that its kernel sets. */
  readonly env: Readonly<Record<string, string>>;
}

/** Where wheels are looked for, besides what pip's own files and variables say. */
export interface WheelSources {
  /** In the place of pip's own index. */
  readonly index?: string;
  readonly moreIndexes: readonly string[];
  /** Folders or pages with wheels; folders are absolute. */
  readonly findLinks: readonly string[];
  /** Only `findLinks`. */
  readonly noIndex: boolean;
}

/** Whom the wheels are for. */
export interface WheelTarget {
  /** Minor version of Python, e.g. `3.11`. */
  readonly python: string;
  /** e.g. `x86_64`. */
  readonly machine: string;
  /** Tags of platforms, the best first. */
  readonly platforms: readonly string[];
}

export interface ResolverWork {
  readonly place: ResolverPlace;
  readonly sources: WheelSources;
  readonly target: WheelTarget;
}

export interface Question extends ResolverWork {
  /** Requirements by their normalised names. */
  readonly wanted: ReadonlyMap<string, string>;
  readonly base: Pick<Inventory, 'distributions' | 'requires'>;
  /** Names of the base whose versions need not stay. */
  readonly released: ReadonlySet<string>;
}

export type ResolverAnswer =
  | { readonly ok: true; readonly chosen: readonly ChosenWheel[] }
  | { readonly ok: false; readonly failure: ResolverFailure };

/** A wheel on this computer. */
export interface FetchedWheel {
  readonly ref: Required<WheelRef>;
  /** Absolute path of the file, which is never changed. */
  readonly path: string;
}

export interface ResolverWatch extends CallOptions {
  /** What is looked for, or fetched, at the moment. */
  readonly onName?: (name: string) => void;
}

export interface Resolver {
  /**
   * What its answers depend on besides a question; `undefined` where that cannot be told,
   * and answers must not be kept. Throws nothing.
   */
  conditions(
    work: Pick<ResolverWork, 'place' | 'sources'>
  ): Promise<Conditions | undefined>;
  /**
   * What has to be installed, packages of the base included. Nothing is installed.
   * `resolver-missing`, `resolver-old`, `resolver-slow` or `packages-no-room`.
   */
  resolve(question: Question, watch?: ResolverWatch): Promise<ResolverAnswer>;
  /**
   * A folder with wheels of what an interpreter has installed, as far as it is there
   * whole; `undefined` for none. Throws nothing but the signal's reason.
   */
  installed(
    names: readonly string[],
    place: ResolverPlace,
    options?: CallOptions
  ): Promise<string | undefined>;
  /**
   * The wheels with their sizes, as far as the index tells them without being asked for
   * the files. Throws nothing but the signal's reason.
   */
  sized(
    wheels: readonly ChosenWheel[],
    options?: CallOptions
  ): Promise<readonly ChosenWheel[]>;
  /**
   * The wheels, in order; those that were fetched before are taken from this computer.
   * `wheel-wrong`, `wheels-unwritable`, `wheels-no-room`, and as `resolve`. Nothing of
   * one that was not finished is left.
   * @param wanted - requirements by name: those that are addresses are fetched by them
   */
  fetch(
    wheels: readonly ChosenWheel[],
    work: ResolverWork & Pick<Question, 'wanted'>,
    watch?: ResolverWatch
  ): Promise<readonly FetchedWheel[]>;
}

/** A layer of wheels on this computer. */
export interface LayerFile {
  readonly descriptor: Descriptor;
  readonly diffId: Digest;
  /** Files that two of its wheels bring. */
  readonly overlaps: readonly Overlap[];
  /** Absolute path of the file, which is never changed. */
  readonly path: string;
  /** Repositories that it was pushed to from here, the last one first. */
  readonly repositories: readonly string[];
}

/** Makes layers of wheels, each once. */
export interface WheelLayers {
  /** `undefined` when it has to be made. */
  known(key: string): Promise<LayerFile | undefined>;
  /**
   * `wheel-unusable`, `wheels-unwritable` or `wheels-no-room`. Nothing of one that was not finished is left.
   * @param key - equal for layers of equal bytes (`layerKey`)
   */
  make(
    key: string,
    wheels: readonly FetchedWheel[],
    options: CallOptions & { readonly place: WheelPlace }
  ): Promise<LayerFile>;
  /** Keeps in mind where a layer is; best effort. */
  pushed(key: string, repository: string): Promise<void>;
}

/** Texts by a key, best effort: what cannot be kept is only made anew. */
export interface TextStore {
  /** `undefined` when there is none. */
  read(key: string): Promise<string | undefined>;
  write(key: string, text: string): Promise<void>;
}

/** Inventories by a digest, kept for ever: what has a digest does not change. */
export interface InventoryStore {
  /** `undefined` when there is none, or none that can be understood. */
  read(key: string): Promise<Inventory | undefined>;
  /** Best effort: what cannot be kept is only made anew. */
  write(key: string, inventory: Inventory): Promise<void>;
}
