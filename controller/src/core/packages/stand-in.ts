/**
 * Wheels that stand for what a base has: nothing but metadata. With them a resolver knows
 * distributions that no index has, such as Debian's, and downloads none of them.
 */
import type { Inventory } from './inventory.js';
import { parseVersion } from './version.js';
import { zipOf } from './zip.js';

/** A file to be laid out for the resolver. */
export interface StandIn {
  readonly name: string;
  readonly version: string;
  readonly file: string;
  readonly bytes: Uint8Array;
}

/** More than wheels have: of equal ones that with the highest number is taken. */
const BUILD = '999999999';

/**
 * Of the distributions whose versions a resolver understands.
 * @param tag - that fits the base best, e.g. `cp311-cp311-manylinux_2_28_x86_64`
 * @param without - names that the resolver is to find itself
 */
export function standIns(
  { distributions, requires }: Pick<Inventory, 'distributions' | 'requires'>,
  tag: string,
  without: ReadonlySet<string>
): readonly StandIn[] {
  return Object.entries(distributions)
    .filter(([name, version]) => !without.has(name) && parseVersion(version))
    .map(([name, version]) => standIn({ name, version }, requires[name] ?? [], tag));
}

function standIn(
  { name, version }: Pick<StandIn, 'name' | 'version'>,
  requires: readonly string[],
  tag: string
): StandIn {
  const stem = `${name.replaceAll('-', '_')}-${version.replaceAll('-', '_')}`;
  const info = `${stem}.dist-info`;
  const files = {
    [`${info}/METADATA`]: metadata(name, version, requires),
    [`${info}/WHEEL`]: `Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: ${tag}\n`,
    [`${info}/RECORD`]: ''
  };
  return { name, version, file: `${stem}-${BUILD}-${tag}.whl`, bytes: zipOf(files) };
}

/**
 * What a base needs, it has; only extras may bring more. So that a base whose packages do
 * not fit together can be built on as well.
 */
function metadata(name: string, version: string, requires: readonly string[]): string {
  const extras = requires.filter(text => /;.*\bextra\b/.test(text));
  const names = extras.flatMap(
    text => /extra\s*==\s*["']([^"']+)/.exec(text)?.[1] ?? []
  );
  return [
    'Metadata-Version: 2.1',
    `Name: ${name}`,
    `Version: ${version}`,
    ...[...new Set(names)].map(extra => `Provides-Extra: ${extra}`),
    ...extras.map(text => `Requires-Dist: ${text}`),
    ''
  ].join('\n');
}
