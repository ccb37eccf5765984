/** The add-ons somebody names, checked. */
import { ADDONS, type AddonName } from '../../addons/table.js';

/** Each once, in the order they were named; an Error lists the names there are. */
export function addonNames(names: readonly string[]): AddonName[] {
  const unknown = names.find(name => !Object.hasOwn(ADDONS, name));
  if (unknown === undefined) return [...new Set(names as AddonName[])];
  const known = Object.keys(ADDONS).join(', ');
  throw new Error(`There is no add-on ${unknown}. There are: ${known}.`);
}
