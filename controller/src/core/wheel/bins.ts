/**
 * Which wheels share a layer: large ones have one each, small ones share a few.
 *
 * A bin is chosen by the name of the wheel alone, never by what else is there, so that
 * another set of packages, or another version of one, leaves the other layers as they
 * were and a registry need not be given them again.
 */

import type { WheelRef } from './wheel.js';

/** From this size, in bytes, a wheel has a layer of its own while there is room: 4 MiB. */
export const OWN_LAYER_BYTES = 4 * 1024 * 1024;

/** A wheel whose size is known, in bytes. */
export type SizedWheel = WheelRef & { readonly size: number };

/**
 * Groups of wheels, each to be one layer; at most `limit` of them, none empty.
 *
 * One wheel more or less changes at most three groups: its own, that of the smallest
 * large wheel it takes the place of, and the shared one which that wheel moves to.
 * @throws RangeError when `limit` is not a whole number above 0.
 */
export function binWheels(
  wheels: readonly SizedWheel[],
  limit: number
): readonly (readonly SizedWheel[])[] {
  if (!Number.isInteger(limit) || limit < 1) {
    throw new RangeError(
      `a limit of layers must be a whole number above 0: ${String(limit)}`
    );
  }
  const shared = Math.ceil(limit / 2);
  const ranked = [...wheels].sort(largestFirst);
  const own = ranked
    .filter(wheel => wheel.size >= OWN_LAYER_BYTES)
    .slice(0, limit - shared);
  const rest = ranked.slice(own.length);
  return [...own.map(wheel => [wheel]), ...sharedBins(rest, shared)];
}

/** The small ones in their bins, in the order of the bins, each sorted by content. */
function sharedBins(wheels: readonly SizedWheel[], count: number): SizedWheel[][] {
  const bins: SizedWheel[][] = Array.from({ length: count }, () => []);
  for (const wheel of wheels) {
    bins[hash(wheel.name) % count]?.push(wheel);
  }
  for (const bin of bins) {
    bin.sort(byContent);
  }
  return bins.filter(bin => bin.length > 0);
}

/** By content where sizes are equal, so that the order given never matters. */
function largestFirst(a: SizedWheel, b: SizedWheel): number {
  return b.size - a.size || byContent(a, b);
}

function byContent(a: SizedWheel, b: SizedWheel): number {
  return a.sha256 < b.sha256 ? -1 : Number(a.sha256 > b.sha256);
}

/** FNV-1a, 32 bits: spreads names evenly, and is the same on every machine. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) {
    value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  }
  return value >>> 0;
}
