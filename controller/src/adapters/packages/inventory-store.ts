/** Inventories of bases on disk: a file each, of a form that has a version. */
import * as z from 'zod/mini';
import type { Inventory } from '../../core/packages/inventory.js';
import type { InventoryStore } from '../../ports/packages.js';
import { TextFiles } from './text-files.js';

/** Higher when an inventory is made in another way: older ones are made anew. */
const VERSION = 2;

const Kept = z.object({
  version: z.literal(VERSION),
  inventory: z.object({
    python: z.exactOptional(z.string()),
    program: z.exactOptional(z.string()),
    pathFolder: z.exactOptional(z.string()),
    libc: z.enum(['glibc', 'musl', 'unknown']),
    glibc: z.exactOptional(z.string()),
    sitePackages: z.array(z.string()),
    venv: z.exactOptional(z.string()),
    distributions: z.record(z.string(), z.string()),
    requires: z.record(z.string(), z.array(z.string()))
  })
});

export class InventoryFiles implements InventoryStore {
  readonly #files: TextFiles;

  /** @param folder - made when something is kept */
  constructor(folder: string) {
    this.#files = new TextFiles(folder);
  }

  async read(key: string): Promise<Inventory | undefined> {
    const text = await this.#files.read(key);
    return text === undefined ? undefined : parsed(text);
  }

  write(key: string, inventory: Inventory): Promise<void> {
    return this.#files.write(key, JSON.stringify({ version: VERSION, inventory }));
  }
}

function parsed(text: string): Inventory | undefined {
  try {
    const kept = z.safeParse(Kept, JSON.parse(text));
    return kept.success ? kept.data.inventory : undefined;
  } catch {
    return undefined;
  }
}
