/** Texts on disk: a file each, whole or not at all. */
import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TextStore } from '../../ports/packages.js';

export class TextFiles implements TextStore {
  readonly #folder: string;

  /** @param folder - made when something is kept */
  constructor(folder: string) {
    this.#folder = folder;
  }

  read(key: string): Promise<string | undefined> {
    return readFile(this.#file(key), 'utf8').catch(() => undefined);
  }

  async write(key: string, text: string): Promise<void> {
    const file = this.#file(key);
    const aside = `${file}.${randomUUID()}`;
    try {
      await mkdir(this.#folder, { recursive: true });
      await writeFile(aside, text);
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
