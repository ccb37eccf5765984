/** Which addresses a cluster gets: a /30 between host and node, and ranges inside it. */

/** Pods and services live in the node's namespace alone, so every cluster has the same. */
export const POD_RANGE = '10.244.0.0/16';
export const POD_SUBNET = '10.244.0.0/24';
export const SERVICE_RANGE = '10.96.0.0/16';
/** First address of the service range: the API server as pods see it. */
export const API_SERVICE = '10.96.0.1';
export const DNS_SERVICE = '10.96.0.10';

export const PORTS = {
  api: 6443,
  etcd: 2379,
  registry: 5000,
  authRegistry: 5001,
  metricsServer: 4443
} as const;

/** Where etcd answers, inside the node. */
export const ETCD = `http://127.0.0.1:${String(PORTS.etcd)}`;

/** The /30 that joins a node to the host. */
export interface AddressPlan {
  readonly subnet: string;
  readonly host: string;
  readonly node: string;
}

/** 172.30.0.0/16, cut into blocks of four addresses. */
const FIRST = ipNumber('172.30.0.0');
const BLOCKS = 2 ** 14;

/**
 * The first block, from where the name's hash points, that meets no range in use.
 * @param seed any number, the same for the same name
 * @param taken ranges this computer routes or has given to other clusters, `a.b.c.d/n`
 */
export function pickAddresses(seed: number, taken: readonly string[]): AddressPlan {
  const ranges = taken.filter(range => range !== 'default').map(parseRange);
  for (let step = 0; step < BLOCKS; step += 1) {
    const start = FIRST + 4 * ((seed + step) % BLOCKS);
    const block = { start, end: start + 3 };
    if (!ranges.some(range => meet(range, block))) return plan(start);
  }
  throw new Error(
    'Every address below 172.30.0.0/16 is in use on this computer. See: ip route; ip address'
  );
}

function plan(start: number): AddressPlan {
  return {
    subnet: `${ipText(start)}/30`,
    host: ipText(start + 1),
    node: ipText(start + 2)
  };
}

interface Range {
  readonly start: number;
  readonly end: number;
}

const meet = (a: Range, b: Range): boolean => a.start <= b.end && b.start <= a.end;

/** `a.b.c.d/n`, or one address. */
function parseRange(text: string): Range {
  const [address = '', bits = '32'] = text.split('/');
  const size = 2 ** (32 - Number(bits));
  const start = Math.floor(ipNumber(address) / size) * size;
  return { start, end: start + size - 1 };
}

function ipNumber(text: string): number {
  return text.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}

function ipText(value: number): string {
  return [24, 16, 8, 0].map(shift => (value / 2 ** shift) & 255).join('.');
}
