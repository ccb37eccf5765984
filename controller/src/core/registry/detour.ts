/** Where a registry may send us: it could use us to reach what only we reach. */
import { isInside } from './network.js';

/** An address as a URL has it: read by the same code that connects. */
export interface Address {
  /** With its colon. */
  readonly protocol: string;
  /** Without its port. */
  readonly hostname: string;
  /** With its port, unless that is the usual one. */
  readonly host: string;
  readonly username: string;
}

/** Hosts that the user has named, with their ports. */
export interface Trust {
  /** They may be asked without TLS. */
  readonly plainHttp: readonly string[];
  /** They are of the user's own network. */
  readonly trusted: readonly string[];
}

/**
 * Why it may not be followed there; undefined when it may. Realms of tokens, places of
 * uploads and redirects are what somebody else has written.
 */
export function detourProblem(
  target: Address | null,
  registry: Address,
  { plainHttp, trusted }: Trust
): string | undefined {
  if (target === null || !/^https?:$/.test(target.protocol))
    return 'it is no web address';
  if (target.username !== '') return 'it holds a name';
  if (isSame(target, registry) || plainHttp.includes(target.host)) return undefined;
  if (target.protocol !== 'https:') return 'it is not encrypted';
  return isInside(target.hostname) && !trusted.includes(target.host)
    ? 'it is inside this network, and not the registry itself'
    : undefined;
}

/** Whether passwords and tokens of the registry may go there, too. */
export function isSame(target: Address, registry: Address): boolean {
  return target.protocol === registry.protocol && target.host === registry.host;
}
