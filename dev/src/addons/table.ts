/** All add-ons: what `--with NAME` can name. */
import type { Addon } from './addon.js';
import { fakeGpu } from './fake-gpu.js';
import { kwok } from './kwok.js';
import { s3 } from './s3.js';
import { trainer } from './trainer.js';
import { trainingOperator } from './training-operator.js';

const TABLE = {
  'training-operator': trainingOperator,
  trainer,
  s3,
  'fake-gpu': fakeGpu,
  kwok
} as const satisfies Readonly<Record<string, Addon>>;

/** Name of an add-on. */
export type AddonName = keyof typeof TABLE;

/** Every add-on by its name. */
export const ADDONS: Readonly<Record<AddonName, Addon>> = TABLE;

const NAMES = Object.keys(TABLE) as AddonName[];

/** Those a cluster has when nothing is said. */
export const DEFAULT_ADDONS: readonly AddonName[] = NAMES.filter(
  name => ADDONS[name].byDefault
);

/**
 * The named add-ons, each once, in the order they were named.
 * @throws {Error} that lists the names there are
 */
export function addonNames(names: readonly string[]): AddonName[] {
  const chosen = names.map(name => {
    const known = NAMES.find(each => each === name);
    if (known !== undefined) return known;
    throw new Error(`There is no add-on ${name}. There are: ${NAMES.join(', ')}.`);
  });
  return [...new Set(chosen)];
}
