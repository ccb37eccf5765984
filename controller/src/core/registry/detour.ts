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

/**
 * Why it may not be followed there; undefined when it may. Realms of tokens, places of
 * uploads and redirects are what somebody else has written.
 * @param trusted - hosts that the user has named as their own
 */
export function detourProblem(
  target: Address | null,
  registry: Address,
  trusted: readonly string[] = []
): string | undefined {
  if (target === null || !/^https?:$/.test(target.protocol))
    return 'it is no web address';
  if (target.username !== '') return 'it holds a name';
  if (isSame(target, registry)) return undefined;
  if (trusted.includes(target.host)) return undefined;
  if (target.protocol !== 'https:') return 'it is not encrypted';
  return isInside(target.hostname)
    ? 'it is inside this network, and not the registry itself'
    : undefined;
}

/** Whether passwords and tokens of the registry may go there, too. */
export function isSame(target: Address, registry: Address): boolean {
  return target.protocol === registry.protocol && target.host === registry.host;
}
