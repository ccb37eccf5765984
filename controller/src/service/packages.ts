/** Which packages an image needs besides those of its base, and the wheels that bring them. */
import {
  ProblemError,
  reason,
  type Message,
  type PackageGroups,
  type Requirement
} from '@jupyterlab-kubeflow/protocol';
import type { Platform } from '../core/image/types.js';
import type { ResolverFailure } from '../core/packages/failure.js';
import { groupsOf } from '../core/packages/groups.js';
import type { Inventory } from '../core/packages/inventory.js';
import { neededOf, type Impossible, type Needed } from '../core/packages/needed.js';
import type { ChosenWheel } from '../core/packages/report.js';
import { platformTags } from '../core/packages/tags.js';
import { isSurelySmall, tooLarge } from '../core/packages/too-large.js';
import type { RegistryAccess } from '../core/registry/access.js';
import type { SecretLogin } from '../core/registry/pull-secret.js';
import type {
  FetchedWheel,
  Question,
  Resolver,
  ResolverPlace,
  ResolverWatch,
  WheelSources
} from '../ports/packages.js';
import {
  Inventories,
  pythonOf,
  type BaseInventory,
  type InventoriesDeps
} from './inventories.js';
import { located } from './located.js';

export interface PackagesRequest {
  readonly requirements: readonly Requirement[];
  /** Reference of the image to build on. */
  readonly base: string;
  /** Of the nodes. @default of an index linux/amd64, else what the base is for */
  readonly platform?: Platform;
  /** Logins to try before those of this computer. */
  readonly logins?: readonly SecretLogin[];
  readonly access: RegistryAccess;
  /** The interpreter whose pip is asked. */
  readonly resolver: ResolverPlace;
  /** Version of the notebook's own Python, e.g. `3.11.2`. */
  readonly kernelPython?: string;
  /** Names whose version in the base stays, whatever the notebook says. @default none */
  readonly pinned?: readonly string[];
  readonly sources: WheelSources;
  readonly signal?: AbortSignal;
  readonly onProgress?: (doing: Message) => void;
}

export interface FoundPackages {
  /** The base, by digest. */
  readonly base: string;
  readonly platform: string;
  /** Minor version of the Python of the base. */
  readonly python: string;
  readonly libc: Inventory['libc'];
  readonly groups: PackageGroups;
}

/** What was found, and what can be done with it. */
export interface Search {
  readonly found: FoundPackages;
  /** What the base has. */
  readonly inventory: Inventory;
  /** What is added or replaced. */
  readonly fresh: readonly ChosenWheel[];
  /** Brings wheels to this computer. Throws as `Resolver`. */
  fetch(
    wheels: readonly ChosenWheel[],
    watch?: Pick<PackagesRequest, 'signal' | 'onProgress'>
  ): Promise<readonly FetchedWheel[]>;
}

export interface Packages {
  /**
   * What cannot be added is a group, not an exception. Throws where nothing can be said:
   * as `Inventories` and `Resolver`, `image-name-invalid`, `base-without-python`,
   * `packages-conflict`, `index-…` and `resolver-failed`.
   */
  find(request: PackagesRequest): Promise<Search>;
}

export interface PackagesDeps {
  readonly inventories: Pick<Inventories, 'of'>;
  readonly resolver: Resolver;
}

export class ImagePackages implements Packages {
  readonly #deps: PackagesDeps;

  constructor(deps: PackagesDeps) {
    this.#deps = deps;
  }

  async find(request: PackagesRequest): Promise<Search> {
    const found = await this.#deps.inventories.of({
      ...request,
      base: located(request.base)
    });
    const { image, machine, platform, inventory } = found;
    const python = pythonOf(found);
    const { requirements, pinned = [], kernelPython } = request;
    const needed = neededOf({ requirements, inventory, machine, pinned });
    const rounds = new Rounds(this.#deps.resolver, { request, found, needed });
    const chosen = await this.#sized(await rounds.chosen(), found, request);
    const groups = groupsOf({
      ...{ inventory, machine, chosen },
      needed: rounds.needed,
      ...(kernelPython === undefined ? {} : { kernelPython })
    });
    const { libc } = inventory;
    return {
      found: { base: image, platform, python, libc, groups },
      inventory,
      fresh: chosen.filter(wheel => isFresh(wheel, found) && !tooLarge(wheel)),
      fetch: (wheels, watch) => rounds.fetched(wheels, watch)
    };
  }

  /** With sizes, where a wheel may be large. */
  async #sized(
    chosen: readonly ChosenWheel[],
    found: BaseInventory,
    { signal }: PackagesRequest
  ): Promise<readonly ChosenWheel[]> {
    const maybe = chosen.filter(each => isFresh(each, found) && !isSurelySmall(each));
    const sized = await this.#deps.resolver.sized(maybe, signal ? { signal } : {});
    const byFile = new Map(sized.map(wheel => [wheel.file, wheel]));
    return chosen.map(wheel => byFile.get(wheel.file) ?? wheel);
  }
}

/** Whether the base has not this very one. */
function isFresh(
  { name, version }: ChosenWheel,
  { inventory: { distributions } }: BaseInventory
): boolean {
  return distributions[name] !== version;
}

/** With inventories of its own. */
export function imagePackages({
  resolver,
  ...deps
}: InventoriesDeps & Pick<PackagesDeps, 'resolver'>): Packages {
  return new ImagePackages({ inventories: new Inventories(deps), resolver });
}

interface Task {
  readonly request: PackagesRequest;
  readonly found: BaseInventory;
  readonly needed: Needed;
}

/** Asks until all that can be met is: each round leaves something out, or lets it go. */
class Rounds {
  readonly #resolver: Resolver;
  readonly #task: Task;
  readonly #wanted: Map<string, string>;
  readonly #released: Set<string>;
  readonly #impossible: Impossible[] = [];

  constructor(resolver: Resolver, task: Task) {
    this.#resolver = resolver;
    this.#task = task;
    const { wanted } = task.needed;
    this.#wanted = new Map(wanted.map(one => [one.name, one.requirement]));
    const replaced = wanted.filter(({ base }) => base !== undefined);
    this.#released = new Set(replaced.map(({ name }) => name));
  }

  /** With what has turned out to be impossible. */
  get needed(): Needed {
    const { needed } = this.#task;
    return {
      ...needed,
      wanted: needed.wanted.filter(({ name }) => this.#wanted.has(name)),
      impossible: [...needed.impossible, ...this.#impossible]
    };
  }

  async chosen(): Promise<readonly ChosenWheel[]> {
    const { onProgress } = this.#task.request;
    for (;;) {
      const count = this.#wanted.size;
      if (count > 0) {
        const what = count === 1 ? 'one package' : `${String(count)} packages`;
        onProgress?.(reason('packages-resolve', { count: what }));
      }
      const question = this.#question();
      const answer = await this.#resolver.resolve(
        question,
        watchOf(this.#task.request, name =>
          reason('packages-collect', { package: name })
        )
      );
      if (answer.ok) return answer.chosen;
      this.#yield(answer.failure);
    }
  }

  fetched(
    wheels: readonly ChosenWheel[],
    watch: Watch = {}
  ): Promise<readonly FetchedWheel[]> {
    return this.#resolver.fetch(
      wheels,
      this.#question(),
      watchOf(watch, file => reason('packages-fetch', { file }))
    );
  }

  /** Throws what cannot be yielded to. */
  #yield(failure: ResolverFailure): void {
    if (failure.kind === 'package') {
      const requirement = this.#wanted.get(failure.name);
      if (requirement !== undefined) {
        const { name, problem } = failure;
        this.#wanted.delete(name);
        this.#impossible.push({ name, requirement, problem });
        return;
      }
    }
    const pinned = new Set(this.#task.request.pinned);
    const names = failure.kind === 'constraint' ? failure.names : [];
    const movable = names.filter(
      name => !pinned.has(name) && !this.#released.has(name)
    );
    if (movable.length === 0) throw new ProblemError(failure.problem);
    movable.forEach(name => {
      this.#release(name);
    });
  }

  /** What the notebook says of it counts again, now that the base does not answer it. */
  #release(name: string): void {
    this.#released.add(name);
    const met = this.#task.needed.inBase.find(one => one.name === name);
    if (met) this.#wanted.set(name, met.requirement);
  }

  #question(): Question {
    const { request, found } = this.#task;
    const { inventory, machine } = found;
    return {
      ...{ place: request.resolver, sources: request.sources },
      target: {
        ...{ python: pythonOf(found), machine },
        platforms: platformTags(inventory, machine)
      },
      wanted: new Map(this.#wanted),
      base: inventory,
      released: new Set(this.#released)
    };
  }
}

type Watch = Pick<PackagesRequest, 'signal' | 'onProgress'>;

function watchOf(
  { signal, onProgress }: Watch,
  say: (name: string) => Message
): ResolverWatch {
  return {
    ...(signal ? { signal } : {}),
    onName: name => onProgress?.(say(name))
  };
}
