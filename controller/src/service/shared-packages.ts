/** What others have found counts where all that it needs is in the registry, too. */
import type { PackageServices } from './packages-image.js';

export function sharedPackages(packages: PackageServices): PackageServices {
  return {
    ...packages,
    find: async request => {
      const search = await packages.find(request);
      const { push } = request;
      if (push === undefined || !search.before?.isShared) return search;
      const isWhole =
        search.fresh.length > 0 &&
        search.found.groups.impossible.length === 0 &&
        (await packages.missing({ ...request, push, search })).length === 0;
      return isWhole ? search : packages.find({ ...request, anew: true });
    }
  };
}
