/** Which wheels fit an image: tags of platforms, the best first (PEP 600, PEP 656). */
import type { Platform } from '../image/types.js';
import type { Inventory } from './inventory.js';

/** Go's name of an architecture → Linux's. */
const MACHINES: Readonly<Record<string, string>> = {
  amd64: 'x86_64',
  arm64: 'aarch64',
  386: 'i686',
  arm: 'armv7l'
};

/** As `uname -m` says it. */
export function machineOf({ architecture }: Pick<Platform, 'architecture'>): string {
  return MACHINES[architecture] ?? architecture;
}

/** Of a glibc whose version does not tell: what images of the last years have at least. */
const USUAL_GLIBC = 28;

/** The oldest that wheels are made for: manylinux1, and that of the newer machines. */
const OLDEST_GLIBC: Readonly<Record<string, number>> = { x86_64: 5, i686: 5 };
const OLDEST_OF_OTHERS = 17;

const LEGACY: readonly (readonly [glibc: number, name: string])[] = [
  [17, 'manylinux2014'],
  [12, 'manylinux2010'],
  [5, 'manylinux1']
];

const MUSL: readonly string[] = ['musllinux_1_2', 'musllinux_1_1'];

/** Names for pip's `--platform`; what is compiled for another C library has none of them. */
export function platformTags(
  { libc, glibc }: Pick<Inventory, 'libc' | 'glibc'>,
  machine: string
): readonly string[] {
  const systems = libc === 'musl' ? MUSL : libc === 'glibc' ? many(machine, glibc) : [];
  return [...systems, 'linux'].map(system => `${system}_${machine}`);
}

function many(machine: string, glibc: string | undefined): readonly string[] {
  const newest = glibc === undefined ? USUAL_GLIBC : Number(glibc.split('.')[1]);
  const oldest = OLDEST_GLIBC[machine] ?? OLDEST_OF_OTHERS;
  const tags: string[] = [];
  for (let minor = newest; minor >= oldest; minor -= 1) {
    tags.push(`manylinux_2_${String(minor)}`);
    tags.push(...LEGACY.flatMap(([at, name]) => (at === minor ? [name] : [])));
  }
  return tags;
}
