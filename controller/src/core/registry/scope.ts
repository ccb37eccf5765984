/** Rights that a token is asked for: `repository:team/app:pull,push`. */
import { sameRegistry, type Repository } from './repository.js';

/** What a piece of work does to images. */
export interface Work {
  /** Where it pushes to. */
  readonly push?: Repository;
  /** What it reads, or mounts blobs from. */
  readonly pull: readonly Repository[];
}

/**
 * All rights that the work needs of one registry, that to push first: some registries
 * look at no other. One token with all of them serves every request.
 * @param host - of the registry
 * @param asked - the scope that a refusal named; kept when it says more
 */
export function scopesOf(work: Work, host: string, asked = ''): readonly string[] {
  const there = (repository: Repository): boolean =>
    sameRegistry(repository, { host, path: '' });
  const rights = new Map<string, Set<string>>();
  const add = (resource: string, actions: readonly string[]): void => {
    const known = rights.get(resource) ?? new Set();
    actions.forEach(action => known.add(action));
    rights.set(resource, known);
  };
  if (work.push && there(work.push)) {
    add(`repository:${work.push.path}`, ['pull', 'push']);
  }
  for (const { path } of work.pull.filter(there)) add(`repository:${path}`, ['pull']);
  for (const scope of asked.split(' ').filter(each => each.includes(':'))) {
    const at = scope.lastIndexOf(':');
    add(scope.slice(0, at), scope.slice(at + 1).split(','));
  }
  return [...rights].map(([resource, actions]) => `${resource}:${[...actions].join()}`);
}
