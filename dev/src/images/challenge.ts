/** How a registry asks who we are, and where we may go with the answer: pure. */
import type { BearerChallenge } from '@jupyterlab-kubeflow/controller/core/registry/challenge';
import { isInside } from '@jupyterlab-kubeflow/controller/core/registry/network';

/**
 * The rights a request needs, that to push first: some registries look at no other.
 * @param url what is asked for, below `/v2/`
 */
export function scopesOf(url: URL, asked: string | undefined): readonly string[] {
  const [, path] =
    /^\/v2\/(.+?)\/(?:blobs|manifests)\//.exec(decodeURI(url.pathname)) ?? [];
  const from = url.searchParams.get('from');
  const own = [
    ...(path === undefined ? [] : [`repository:${path}:pull,push`]),
    ...(from === null ? [] : [`repository:${from}:pull`])
  ];
  const others = (asked ?? '').split(' ').filter(scope => scope !== '');
  const repository = (scope: string): string => scope.replace(/:[^:]*$/, '');
  const known = new Set(own.map(repository));
  return [...own, ...others.filter(scope => !known.has(repository(scope)))];
}

/** The address that gives a token for these rights. */
export function tokenUrl(
  { realm, service }: BearerChallenge,
  scopes: readonly string[]
): URL {
  const url = new URL(realm);
  if (service !== undefined) url.searchParams.set('service', service);
  for (const scope of scopes) url.searchParams.append('scope', scope);
  return url;
}

/**
 * Why a registry may not send us to an address; undefined when it may. It could be used
 * to reach what only this computer reaches, or to read a password on its way.
 */
export function detourProblem(target: string, registry: URL): string | undefined {
  const url = URL.parse(target);
  if (url?.host === registry.host && url.protocol === registry.protocol) {
    return undefined;
  }
  if (url === null || !['http:', 'https:'].includes(url.protocol)) {
    return 'which is no web address';
  }
  if (registry.protocol === 'https:' && url.protocol !== 'https:') {
    return 'which is not encrypted, as the registry is';
  }
  return isInside(url.hostname)
    ? 'an address inside this network, and not the registry’s own'
    : undefined;
}
