/**
 * Which wheels share a layer: compiled ones, which are large, have one each; the others
 * share a few. Sizes are not asked for: no index need say them before it is downloaded.
 *
 * A bin is chosen by the name of the wheel alone, never by what else is there, so that
 * another set of packages, or another version of one, leaves the other layers as they
 * were and a registry need not be given them again.
 */
import type { WheelRef } from './wheel.js';

/** What a bin is chosen by. */
export type BinnedWheel = Pick<WheelRef, 'name' | 'file'>;

/**
 * Groups of wheels, each to be one layer; at most `limit` of them, none empty.
 *
 * One wheel more or less changes at most three groups: its own, that of the compiled wheel
 * it takes the place of, and the shared one which that wheel moves to.
 * @throws RangeError when `limit` is not a whole number above 0.
 */
export function binWheels<Wheel extends BinnedWheel>(
  wheels: readonly Wheel[],
  limit: number
): readonly (readonly Wheel[])[] {
  if (!Number.isInteger(limit) || limit < 1) {
    throw new RangeError(
      `a limit of layers must be a whole number above 0: ${String(limit)}`
    );
  }
  const shared = Math.ceil(limit / 2);
  const ranked = [...wheels].sort(byName);
  const own = ranked.filter(isCompiled).slice(0, limit - shared);
  const alone = new Set(own);
  const rest = ranked.filter(wheel => !alone.has(wheel));
  return [...own.map(wheel => [wheel]), ...sharedBins(rest, shared)];
}

/** For one kind of machine. */
function isCompiled({ file }: BinnedWheel): boolean {
  return !/-any\.whl$/.test(file);
}

/** Those that share in their bins, in the order of the bins. */
function sharedBins<Wheel extends BinnedWheel>(
  wheels: readonly Wheel[],
  count: number
): Wheel[][] {
  const bins: Wheel[][] = Array.from({ length: count }, () => []);
  for (const wheel of wheels) {
    bins[hash(wheel.name) % count]?.push(wheel);
  }
  return bins.filter(bin => bin.length > 0);
}

function byName(a: BinnedWheel, b: BinnedWheel): number {
  return a.name < b.name ? -1 : Number(a.name > b.name);
}

/** FNV-1a, 32 bits: spreads names evenly, and is the same on every machine. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) {
    value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  }
  return value >>> 0;
}
