/** What bases have: read once of their layers, and kept for ever. */
import { bytesText, fail, reason, type Message } from '@jupyterlab-kubeflow/protocol';
import type { Hasher } from '../core/bundle/bundle.js';
import { formatPlatform } from '../core/image/platform.js';
import { formatReference } from '../core/image/reference.js';
import type { Descriptor, ImageConfig, Platform } from '../core/image/types.js';
import { InventoryMaker, type Inventory } from '../core/packages/inventory.js';
import { inventoryKey } from '../core/packages/key.js';
import { machineOf } from '../core/packages/tags.js';
import type { RegistryAccess } from '../core/registry/access.js';
import type { SecretLogin } from '../core/registry/pull-secret.js';
import type { Located } from '../core/registry/repository.js';
import type { Clock } from '../ports/clock.js';
import type { InventoryStore } from '../ports/packages.js';
import type { Registries } from '../ports/registry.js';
import { readBase } from './image-base.js';
import { Kept } from './kept.js';
import type { Reach } from './reaching.js';

export interface InventoryRequest {
  readonly base: Located;
  /** Of the nodes. @default of an index linux/amd64, else what the base is for */
  readonly platform?: Platform;
  /** Logins to try before those of this computer. */
  readonly logins?: readonly SecretLogin[];
  readonly access: RegistryAccess;
  readonly signal?: AbortSignal;
  readonly onProgress?: (doing: Message) => void;
}

/** A base, by digest. */
export interface KnownBase {
  /** By digest. */
  readonly image: string;
  /** e.g. `linux/amd64`. */
  readonly platform: string;
  /** As Linux calls it, e.g. `x86_64`. */
  readonly machine: string;
  /** Equal for images that have the same (`inventoryKey`). */
  readonly key: string;
  readonly layers: readonly Descriptor[];
  readonly config: ImageConfig;
}

/** A base, and what is in it. */
export interface BaseInventory extends Pick<
  KnownBase,
  'image' | 'platform' | 'machine'
> {
  readonly inventory: Inventory;
}

export interface InventoriesDeps {
  readonly reach: Reach;
  readonly store: InventoryStore;
  readonly clock: Clock;
  readonly hash: Hasher;
}

export class Inventories {
  readonly #deps: InventoriesDeps;
  readonly #kept = new Kept<Inventory>(Infinity);

  constructor(deps: InventoriesDeps) {
    this.#deps = deps;
  }

  /** What a reference names; none of its layers is read. Throws as `Registries` and `image-…`. */
  async base(request: InventoryRequest): Promise<KnownBase> {
    const { base: at, access, platform, signal, onProgress } = request;
    onProgress?.(reason('packages-base', {}));
    const registries = await this.#deps.reach(access);
    const session = registries.open(workOf(request, signal));
    const { digest, image } = await readBase(session, at, platform);
    const { host, path } = at.reference;
    const reference = { ...(host === undefined ? {} : { host }), path, digest };
    return {
      image: formatReference(reference),
      platform: formatPlatform(image.config),
      machine: machineOf(image.config),
      key: inventoryKey(image, this.#deps.hash),
      layers: image.manifest.layers,
      config: image.config
    };
  }

  /**
   * Layers are read at most once for all who ask meanwhile; the reading ends with the
   * last of them. Throws as `Registries`, and `layer-unreadable`.
   */
  async in(base: KnownBase, request: InventoryRequest): Promise<Inventory> {
    const { access, signal } = request;
    const registries = await this.#deps.reach(access);
    return this.#kept.get(base.key, this.#deps.clock.now(), {
      ...(signal ? { signal } : {}),
      make: own => this.#made(registries, request, { base, own })
    });
  }

  async #made(
    registries: Registries,
    request: InventoryRequest,
    { base, own }: Making
  ): Promise<Inventory> {
    const { store } = this.#deps;
    const known = await store.read(base.key);
    if (known) return known;
    const made = await readLayers(registries, request, { base, own });
    await store.write(base.key, made);
    return made;
  }
}

interface Making {
  readonly base: KnownBase;
  /** Ends the work. */
  readonly own: AbortSignal;
}

/** From the lowest to the highest, one after the other: little is in memory at once. */
async function readLayers(
  registries: Registries,
  request: InventoryRequest,
  { base: { layers, config }, own }: Making
): Promise<Inventory> {
  const { base, onProgress } = request;
  const session = registries.open(workOf(request, own));
  const total = bytesText(layers.reduce((sum, { size }) => sum + size, 0));
  const maker = new InventoryMaker();
  let before = 0;
  for (const layer of layers) {
    maker.begin();
    const members = session.members(base, layer, bytes => {
      const params = { size: bytesText(before + bytes), total };
      onProgress?.(reason('packages-inventory', params));
    });
    for await (const member of members) maker.add(member);
    before += layer.size;
  }
  return maker.inventory(config.config);
}

function workOf(
  { base, logins }: InventoryRequest,
  signal: AbortSignal | undefined
): Parameters<Registries['open']>[0] {
  return {
    pull: [base],
    ...(logins ? { logins } : {}),
    ...(signal ? { signal } : {})
  };
}

/** The minor version of its Python; `base-without-python` when there is none. */
export function pythonOf({ image, inventory }: BaseInventory): string {
  return inventory.python ?? fail('base-without-python', { image });
}
