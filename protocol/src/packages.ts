/** What an image has of the packages that a run needs; nobody parses it, so there are only types. */
import type { Message } from './message.js';
import type { Problem } from './problem.js';

/** Why a package is there. */
export interface PackageCause {
  /** As the notebook says it, without passwords; absent: it does not name it. */
  readonly requirement?: string;
  /** Packages that need it, sorted. */
  readonly neededBy: readonly string[];
}

export interface BasePackage extends PackageCause {
  /** Normalised. */
  readonly name: string;
  readonly version: string;
}

export interface AddedPackage extends BasePackage {
  readonly wheel: {
    readonly name: string;
    readonly version: string;
    readonly file: string;
    /** In hexadecimal digits; absent where the index does not say it. */
    readonly sha256?: string;
    /** Bytes, where they are known. */
    readonly size?: number;
  };
}

export interface DifferingPackage extends BasePackage {
  /** Version of the base; `version` is that which the image will have. */
  readonly base: string;
  /** Whose version it will have. */
  readonly wins: 'notebook' | 'base';
}

/** A requirement that cannot be met, and why. */
export interface ImpossiblePackage {
  readonly name: string;
  readonly requirement: string;
  readonly problem: Problem;
}

/** Each sorted by name. */
export interface PackageGroups {
  readonly inBase: readonly BasePackage[];
  readonly added: readonly AddedPackage[];
  readonly differs: readonly DifferingPackage[];
  readonly impossible: readonly ImpossiblePackage[];
  /** What may go wrong all the same. */
  readonly notes: readonly Message[];
}

/** What is known of the packages of a plan. */
export type PackagesAnswer =
  /** It is being found out: ask again in a second. Who stops asking ends it. */
  | { readonly state: 'looking'; readonly doing?: Message }
  | {
      readonly state: 'found';
      /** The base, by digest. */
      readonly base: string;
      /** Minor version of its Python. */
      readonly python: string;
      readonly groups: PackageGroups;
      /** Names of packages that the registry has to be given; the others it has. */
      readonly missing: readonly string[];
    }
  | { readonly state: 'failed'; readonly problem: Problem }
  /** Its registry is not one that is asked without being told to: ask with `look`. */
  | { readonly state: 'unasked' }
  /** Nothing is added to the image of this plan. */
  | { readonly state: 'none' };
