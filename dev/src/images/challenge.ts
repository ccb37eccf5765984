/** How a registry asks who we are, and where we may go with the answer: pure. */
import { BlockList, isIP } from 'node:net';

/** What a registry's `WWW-Authenticate` asks for. */
export type Challenge =
  | { readonly kind: 'basic' }
  | {
      readonly kind: 'bearer';
      /** Address of whoever gives tokens. */
      readonly realm: string;
      readonly service: string | undefined;
      /** Rights, with spaces between. */
      readonly scope: string | undefined;
    };

/** `name=value` or `name="value"`: commas stand within quotes, too. */
const PARAMETER = /([\w-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s",]+))/g;

/** Undefined when it asks for something we do not know. */
export function parseChallenge(header: string): Challenge | undefined {
  const [, scheme = '', rest = ''] = /^\s*(\S+)\s*(.*)$/s.exec(header) ?? [];
  if (scheme.toLowerCase() === 'basic') return { kind: 'basic' };
  if (scheme.toLowerCase() !== 'bearer') return undefined;
  const found = new Map(
    [...rest.matchAll(PARAMETER)].map(([, name = '', quoted, bare = '']) => [
      name.toLowerCase(),
      quoted?.replace(/\\(.)/g, '$1') ?? bare
    ])
  );
  const realm = found.get('realm');
  if (realm === undefined) return undefined;
  const [service, scope] = [found.get('service'), found.get('scope')];
  return { kind: 'bearer', realm, service, scope };
}

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
  { realm, service }: Extract<Challenge, { kind: 'bearer' }>,
  scopes: readonly string[]
): URL {
  const url = new URL(realm);
  if (service !== undefined) url.searchParams.set('service', service);
  for (const scope of scopes) url.searchParams.append('scope', scope);
  return url;
}

/** Networks that are not for whoever answers on the internet to send us into. */
const INSIDE = new BlockList();
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16]
] as const) {
  INSIDE.addSubnet(net, bits);
}
for (const [net, bits] of [
  ['::', 127],
  ['fc00::', 7],
  ['fe80::', 10]
] as const) {
  INSIDE.addSubnet(net, bits, 'ipv6');
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

function isInside(hostname: string): boolean {
  const bare = hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  if (bare === 'localhost' || bare.endsWith('.localhost')) return true;
  const family = isIP(bare);
  return family !== 0 && INSIDE.check(bare, family === 6 ? 'ipv6' : 'ipv4');
}
