/** Where things are: the checkout's folder of engines, and the caches outside it. */
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export { cacheFolder } from '../../scripts/envs.mjs';

/** The checkout's root; the same from the sources and from what is compiled. */
export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** One Go module for each engine. */
export const ENGINES_FOLDER = join(ROOT, 'dev', 'engines');
