/** Wheels that were fetched, by their digests: each once for all runs of this computer. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fail } from '@jupyterlab-kubeflow/protocol';
import type { ChosenWheel } from '../../core/packages/report.js';
import type { FetchedWheel } from '../../ports/packages.js';
import { inPlace } from './room.js';
import { sizeOf } from './sizes.js';

export class WheelCache {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Those that are there. */
  async among(wheels: readonly ChosenWheel[]): Promise<Map<ChosenWheel, FetchedWheel>> {
    const found = new Map<ChosenWheel, FetchedWheel>();
    for (const wheel of wheels) {
      const { sha256 } = wheel;
      const path = sha256 && join(this.#folder, sha256, wheel.file);
      const size = path && (await stat(path).catch(() => undefined))?.size;
      if (path && size) found.set(wheel, fetched(wheel, { sha256, size, path }));
    }
    return found;
  }

  /**
   * Adds wheels to those that are there.
   * @param download - puts the files into `wheels` below a folder
   */
  async fill(
    wheels: readonly ChosenWheel[],
    there: Map<ChosenWheel, FetchedWheel>,
    download: (folder: string) => Promise<void>
  ): Promise<void> {
    const place = {
      ...({ folder: this.#folder, variable: 'JKF_HOME' } as const),
      needed: () => roomFor(wheels)
    };
    await inPlace(place, () => this.#filled(wheels, there, download));
  }

  async #filled(
    wheels: readonly ChosenWheel[],
    there: Map<ChosenWheel, FetchedWheel>,
    download: (folder: string) => Promise<void>
  ): Promise<void> {
    let draft: string | undefined;
    try {
      await mkdir(this.#folder, { recursive: true });
      draft = await mkdtemp(join(this.#folder, '.draft-'));
      await mkdir(join(draft, 'wheels'));
      await download(draft);
      for (const wheel of wheels) there.set(wheel, await this.#adopt(wheel, draft));
    } finally {
      if (draft !== undefined) await rm(draft, { recursive: true, force: true });
    }
  }

  /** Under its digest, which is that of its bytes, whatever it was called before. */
  async #adopt(wheel: ChosenWheel, draft: string): Promise<FetchedWheel> {
    const from = join(draft, 'wheels', wheel.file);
    const { size } = await stat(from).catch(() =>
      fail('wheel-wrong', { file: wheel.file, detail: 'it is called otherwise' })
    );
    const sha256 = await digestOf(from);
    if (wheel.sha256 !== undefined && wheel.sha256 !== sha256) {
      fail('wheel-wrong', { file: wheel.file, detail: 'its digest differs' });
    }
    const folder = join(this.#folder, sha256);
    const path = join(folder, wheel.file);
    await mkdir(folder, { recursive: true });
    // Who fetched the same meanwhile has put the same bytes there.
    await rename(from, path);
    return fetched(wheel, { sha256, size, path });
  }
}

/** pip has a file twice before it is done, and writes down what it does. */
const COPIES = 2;
const LOG_BYTES = 256 * 1024;

/** Most bytes that fetching takes; `undefined` where an index tells no sizes. */
async function roomFor(wheels: readonly ChosenWheel[]): Promise<number | undefined> {
  const sizes = await Promise.all(
    wheels.map(async ({ size, url }) => size ?? (await sizeOf(url)))
  );
  return sizes.reduce<number | undefined>(
    (sum, size) =>
      sum === undefined || size === undefined ? undefined : sum + COPIES * size,
    LOG_BYTES
  );
}

function fetched(
  { name, version, file }: ChosenWheel,
  at: { readonly sha256: string; readonly size: number; readonly path: string }
): FetchedWheel {
  const { sha256, size, path } = at;
  return { ref: { name, version, file, sha256, size }, path };
}

async function digestOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
