/** Which packages an image needs besides those of its base, and the wheels that bring them. */
import {
  fail,
  reason,
  type Message,
  type PackageGroups
} from '@jupyterlab-kubeflow/protocol';
import { isKept, type Finding, type Sought } from '../core/packages/finding.js';
import { groupsOf } from '../core/packages/groups.js';
import type { Inventory } from '../core/packages/inventory.js';
import { neededOf, type Needed } from '../core/packages/needed.js';
import type { ChosenWheel } from '../core/packages/report.js';
import { isSurelySmall, tooLarge } from '../core/packages/too-large.js';
import type { FetchedWheel, Resolver } from '../ports/packages.js';
import { FoundBefore, type Before, type FoundBeforeDeps } from './found-before.js';
import {
  Inventories,
  pythonOf,
  type BaseInventory,
  type InventoriesDeps,
  type KnownBase
} from './inventories.js';
import { located } from './located.js';
import type { PackagesRequest } from './packages-request.js';
import { Rounds } from './rounds.js';

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
  /** What may be left for others, and with that whether it is theirs. */
  readonly before?: Before;
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
  readonly inventories: Pick<Inventories, 'base' | 'in'>;
  readonly resolver: Resolver;
  readonly before: Pick<FoundBefore, 'known' | 'keep'>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

export class ImagePackages implements Packages {
  readonly #deps: PackagesDeps;

  constructor(deps: PackagesDeps) {
    this.#deps = deps;
  }

  async find(request: PackagesRequest): Promise<Search> {
    const { inventories, resolver, before } = this.#deps;
    const at = { ...request, base: located(request.base) };
    const [base, conditions] = await Promise.all([
      inventories.base(at),
      resolver.conditions({ place: request.resolver, sources: request.sources })
    ]);
    const { requirements, pinned = [] } = request;
    const { key: inventoryKey, machine } = base;
    const sought = conditions && {
      ...{ requirements, pinned, machine, inventoryKey, conditions }
    };
    const known =
      sought && request.anew !== true ? await before.known(sought, request) : undefined;
    return known
      ? this.#searchOf(request, { base, ...known })
      : this.#look(request, { base, ...(sought ? { sought } : {}) });
  }

  /** Of what was found before. */
  #searchOf(request: PackagesRequest, { base, ...before }: Known): Search {
    const { sought, finding, isShared } = before;
    const { chosen, inventory } = finding;
    const found = { ...base, inventory };
    const needed = neededIn(request, found);
    const search = searchOf(request, { found, needed, chosen });
    const rounds = new Rounds(this.#deps.resolver, { request, found, needed });
    return {
      ...(isShared ? withNote(search, this.#noteOf(finding, request)) : search),
      before: { sought, finding, isShared },
      fetch: (wheels, watch) =>
        isShared
          ? this.#fetchOwn(wheels, { base, sought, request: { ...request, ...watch } })
          : rounds.fetched(wheels, watch)
    };
  }

  #noteOf({ at }: Finding, { push = '' }: PackagesRequest): Message {
    const minutes = Math.max(0, Math.round((this.#deps.now() - at) / 60_000));
    return reason('packages-found-before', { repository: push, minutes });
  }

  /** Nothing is fetched because others say so: this computer looks for it itself. */
  async #fetchOwn(
    wheels: readonly ChosenWheel[],
    { request, ...looking }: Looking & { readonly request: PackagesRequest }
  ): Promise<readonly FetchedWheel[]> {
    const own = await this.#look(request, looking);
    // Also by its name: layers are known by those of their wheels.
    const ours = new Set(own.fresh.map(wordOf));
    const strange = wheels.find(wheel => !ours.has(wordOf(wheel)));
    if (strange) {
      const detail = `${strange.file}, which others had found, is not to be had here`;
      fail('resolver-failed', { detail });
    }
    return own.fetch(wheels, request);
  }

  async #look(request: PackagesRequest, { base, sought }: Looking): Promise<Search> {
    const { inventories, resolver, before, now } = this.#deps;
    const at = { ...request, base: located(request.base) };
    const found = { ...base, inventory: await inventories.in(base, at) };
    const { inventory } = found;
    const asked = neededIn(request, found);
    const rounds = new Rounds(resolver, { request, found, needed: asked });
    const chosen = await this.#sized(await rounds.chosen(), found, request);
    const { fromHere, needed } = rounds;
    const all = searchOf(request, { found, needed, chosen });
    const names = fromHere.join(', ');
    const search =
      names === '' ? all : withNote(all, reason('packages-from-here', { names }));
    const fetch: Search['fetch'] = (wheels, watch) => rounds.fetched(wheels, watch);
    const finding = { at: now(), inventory, chosen };
    if (!sought || !rounds.isWhole || !isKept(finding)) return { ...search, fetch };
    await before.keep(sought, finding);
    return { ...search, fetch, before: { sought, finding, isShared: false } };
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

function wordOf({ name, version, file, sha256 }: ChosenWheel): string {
  return JSON.stringify([name, version, file, sha256]);
}

interface Looking {
  readonly base: KnownBase;
  /** Absent where an answer must not be kept. */
  readonly sought?: Sought;
}

interface Known extends Before {
  readonly base: KnownBase;
}

function neededIn(
  { requirements, pinned = [] }: PackagesRequest,
  found: BaseInventory
): Needed {
  // Without a Python nothing can be said.
  pythonOf(found);
  const { inventory, machine } = found;
  return neededOf({ requirements, inventory, machine, pinned });
}

interface Answer {
  readonly found: BaseInventory;
  readonly needed: Needed;
  readonly chosen: readonly ChosenWheel[];
}

function searchOf(
  { kernelPython }: PackagesRequest,
  { found, needed, chosen }: Answer
): Omit<Search, 'fetch'> {
  const { image, platform, machine, inventory } = found;
  const groups = groupsOf({
    ...{ inventory, machine, chosen, needed },
    ...(kernelPython === undefined ? {} : { kernelPython })
  });
  const python = pythonOf(found);
  return {
    found: { base: image, platform, python, libc: inventory.libc, groups },
    inventory,
    fresh: chosen.filter(wheel => isFresh(wheel, found) && !tooLarge(wheel))
  };
}

function withNote(search: Omit<Search, 'fetch'>, note: Message): Omit<Search, 'fetch'> {
  const { found } = search;
  const groups = { ...found.groups, notes: [...found.groups.notes, note] };
  return { ...search, found: { ...found, groups } };
}

/** With inventories of its own. */
export function imagePackages({
  resolver,
  findings,
  ...deps
}: InventoriesDeps &
  Pick<PackagesDeps, 'resolver'> &
  Pick<FoundBeforeDeps, 'findings'>): Packages {
  const now = (): number => deps.clock.now();
  const before = new FoundBefore({ ...deps, findings, now });
  return new ImagePackages({
    ...{ inventories: new Inventories(deps), resolver, before, now }
  });
}
