/** Inventories of bases on disk: a file each, of a form that has a version. */
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import * as z from 'zod/mini';
import type { Inventory } from '../../core/packages/inventory.js';
import type { InventoryStore } from '../../ports/packages.js';

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
  readonly #folder: string;

  /** @param folder - made when something is kept */
  constructor(folder: string) {
    this.#folder = folder;
  }

  async read(key: string): Promise<Inventory | undefined> {
    const text = await readFile(this.#file(key), 'utf8').catch(() => undefined);
    return text === undefined ? undefined : parsed(text);
  }

  async write(key: string, inventory: Inventory): Promise<void> {
    const file = this.#file(key);
    const aside = `${file}.${randomUUID()}`;
    try {
      await mkdir(this.#folder, { recursive: true });
      await writeFile(aside, JSON.stringify({ version: VERSION, inventory }));
      await rename(aside, file);
    } catch {
      // On a full disk half of it may be there.
      await rm(aside, { force: true }).catch(() => undefined);
    }
  }

  #file(key: string): string {
    return join(this.#folder, `${key.replace(/[^\w-]/g, '-')}.json`);
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
