/** Addresses of registries: over TLS, unless it was said otherwise. */
import { apiHost } from '../../core/registry/repository.js';
import type { RegistryAccess } from '../../core/registry/access.js';

/** Where a registry answers. */
export function originOf(host: string, { plainHttp }: RegistryAccess): URL {
  const scheme = plainHttp.includes(host) ? 'http' : 'https';
  return new URL(`${scheme}://${apiHost(host)}/`);
}
