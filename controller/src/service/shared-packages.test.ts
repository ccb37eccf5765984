import { describe, expect, it } from 'vitest';
import { inventory, wheel } from '../core/packages/testing.js';
import type { PackageServices } from './packages-image.js';
import type { Search } from './packages.js';
import type { PackagesRequest } from './packages-request.js';
import { sharedPackages } from './shared-packages.js';

const REQUEST: PackagesRequest = {
  ...{ requirements: [], base: 'r.example/py', push: 'r.example/team' },
  access: { plainHttp: [], trusted: [] },
  resolver: { python: '/usr/bin/python3', env: {} },
  sources: { moreIndexes: [], findLinks: [], noIndex: false }
};

function search(isShared: boolean, fresh = [wheel('app-1')]): Search {
  const groups = { inBase: [], added: [], differs: [], impossible: [], notes: [] };
  const sought = {
    ...{ requirements: [], pinned: [], machine: 'x86_64', inventoryKey: 'key' },
    conditions: { text: '', ages: true }
  };
  return {
    found: { base: 'b', platform: 'p', python: '3.11', libc: 'glibc', groups },
    ...{ inventory: inventory(), fresh },
    fetch: () => Promise.resolve([]),
    before: {
      ...{ sought, isShared },
      finding: { at: 0, inventory: inventory(), chosen: fresh }
    }
  };
}

/** Searches that are made, by whether it is anew. */
async function asked(first: Search, missing: readonly string[]) {
  const made: (boolean | undefined)[] = [];
  const packages: PackageServices = {
    find: ({ anew }) => {
      made.push(anew);
      return Promise.resolve(anew ? search(false) : first);
    },
    missing: () => Promise.resolve(missing),
    build: () => Promise.reject(new Error('nobody builds'))
  };
  const found = await sharedPackages(packages).find(REQUEST);
  return { made, isShared: found.before?.isShared };
}

describe('what others have found', () => {
  it('counts where the registry has all that it needs', async () => {
    expect(await asked(search(true), [])).toEqual({
      made: [undefined],
      isShared: true
    });
  });

  it.each([
    ['a layer is missing', search(true), ['app']],
    ['it adds nothing, which nobody can see', search(true, []), []]
  ])('does not when %s', async (_, first, missing) => {
    expect(await asked(first, missing)).toEqual({
      made: [undefined, true],
      isShared: false
    });
  });

  it('does not matter to what this computer has found', async () => {
    const { made } = await asked(search(false), ['app']);
    expect(made).toEqual([undefined]);
  });
});
