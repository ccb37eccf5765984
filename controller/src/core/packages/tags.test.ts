import { expect, it } from 'vitest';
import { machineOf, platformTags } from './tags.js';

it.each([
  ['glibc', '2.18', 'aarch64', 'manylinux_2_18 manylinux_2_17 manylinux2014 linux'],
  ['glibc', '2.12', 'ppc64le', 'linux'],
  ['musl', undefined, 'x86_64', 'musllinux_1_2 musllinux_1_1 linux'],
  ['unknown', undefined, 'x86_64', 'linux']
] as const)('%s %s on %s: %s', (libc, glibc, machine, expected) => {
  const tags = platformTags({ libc, ...(glibc ? { glibc } : {}) }, machine);
  expect(tags).toEqual(expected.split(' ').map(system => `${system}_${machine}`));
});

it('are those of many Linuxes where the version of glibc does not tell', () => {
  const tags = platformTags({ libc: 'glibc' }, 'x86_64');
  expect(tags.slice(0, 2)).toEqual(['manylinux_2_28_x86_64', 'manylinux_2_27_x86_64']);
  expect(tags.slice(-3)).toEqual([
    ...['manylinux_2_5_x86_64', 'manylinux1_x86_64', 'linux_x86_64']
  ]);
});

it.each([
  ['amd64', 'x86_64'],
  ['arm64', 'aarch64'],
  ['s390x', 's390x']
])('calls %s %s', (architecture, machine) => {
  expect(machineOf({ architecture })).toBe(machine);
});
