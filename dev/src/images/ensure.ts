/** Gives images by name: made once from their inputs, found after that. */
import { readdir, readFile, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import type { Digest } from '@jupyterlab-kubeflow/controller/core/image/digest';
import { ensureFolder, isComplete } from '../engines/store.js';
import { cacheFolder, ROOT } from '../folders.js';
import { DPKG_OPTIONS } from './apt-settings.js';
import { buildImage, platform } from './build.js';
import { keyOf } from './key.js';
import { readLayout, type StoredImage } from './layout-folder.js';
import { makingsOf } from './makings.js';
import type { Recipe } from './recipe.js';
import { recipeOf, type ImageName } from './table.js';

/** An image that is there. */
export interface MadeImage extends StoredImage {
  readonly name: string;
  /** Names its inputs: a good tag, for it never comes to mean something else. */
  readonly key: string;
  readonly digest: Digest;
  /** Bytes of all blobs as they are stored. */
  readonly size: number;
}

export interface EnsureImageOptions {
  /** Lines for people, as things happen. */
  readonly onProgress?: (line: string) => void;
  readonly signal?: AbortSignal;
}

/**
 * The image of that name, which is made unless it is there.
 * @throws Error that names what is missing and the command that mends it
 */
export async function ensureImage(
  name: ImageName,
  options: EnsureImageOptions = {}
): Promise<MadeImage> {
  const recipe = await recipeOf(name, makingsOf(options));
  const base =
    recipe.base === undefined
      ? undefined
      : await ensureImage(recipe.base as ImageName, options);
  return ensureRecipe(recipe, base, options);
}

/** As `ensureImage`, for a recipe that is in no table. */
export async function ensureRecipe(
  recipe: Recipe,
  base: StoredImage | undefined,
  { onProgress, signal }: EnsureImageOptions = {}
): Promise<MadeImage> {
  const key = await keyOf(recipe, {
    architecture: platform().architecture,
    base: base?.descriptor.digest ?? '',
    texts: recipe.steps.length > 0 ? [...DPKG_OPTIONS, await compileScript()] : []
  });
  const folder = join(imagesFolder(), `${recipe.name}-${key}`);
  if (!(await isComplete(folder))) {
    const make = (layout: string): Promise<void> =>
      buildImage(recipe, { base, layout, onProgress, signal });
    await ensureFolder(folder, make, { signal });
  }
  const now = new Date();
  await utimes(folder, now, now);
  return describe(recipe.name, key, await readLayout(folder));
}

/** An image in the cache, as lists show it. */
export interface CachedImage {
  readonly folder: string;
  readonly name: string;
  readonly key: string;
  readonly digest: Digest;
  readonly size: number;
  /** When it was last asked for. */
  readonly used: Date;
}

/** Everything that is in the cache, also of recipes that are no more. */
export async function cachedImages(): Promise<readonly CachedImage[]> {
  const names = await readdir(imagesFolder()).catch(() => []);
  const folders = names.filter(name => /^[\w-]+-[0-9a-f]{12}$/.test(name)).sort();
  return Promise.all(
    folders.map(async entry => {
      const folder = join(imagesFolder(), entry);
      const at = entry.lastIndexOf('-');
      const [name, key] = [entry.slice(0, at), entry.slice(at + 1)];
      const { digest, size } = describe(name, key, await readLayout(folder));
      return { folder, name, key, digest, size, used: (await stat(folder)).mtime };
    })
  );
}

/** Takes an image out of the cache; layers that others have stay with them. */
export async function removeImage({ folder }: CachedImage): Promise<void> {
  await rm(folder, { recursive: true, force: true });
}

function describe(name: string, key: string, image: StoredImage): MadeImage {
  const { manifest, descriptor } = image;
  const sizes = [...manifest.layers, manifest.config, descriptor].map(
    ({ size }) => size
  );
  const size = sizes.reduce((sum, each) => sum + each, 0);
  return { ...image, name, key, digest: descriptor.digest, size };
}

function imagesFolder(): string {
  return join(cacheFolder(), 'images');
}

function compileScript(): Promise<string> {
  return readFile(join(ROOT, 'dev', 'images', 'compile.py'), 'utf8');
}
