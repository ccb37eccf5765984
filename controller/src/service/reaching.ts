/** Registries by how they are reached: connections, tokens and what was learnt serve all. */
import type { RegistryAccess } from '../core/registry/access.js';
import type { Registries } from '../ports/registry.js';

/** Gives access to registries; what could not be made is made anew the next time. */
export type Reach = (access: RegistryAccess) => Promise<Registries>;

export function reaching(make: Reach): Reach {
  const made = new Map<string, Promise<Registries>>();
  return access => {
    const key = JSON.stringify(access);
    const known = made.get(key);
    if (known) return known;
    const begun = make(access);
    made.set(key, begun);
    begun.catch(() => made.delete(key));
    return begun;
  };
}
