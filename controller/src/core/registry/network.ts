/** Which addresses are not on the internet: only hosts nearby reach them. */

type Range = readonly [octets: readonly number[], bits: number];

/** Private, shared, loopback and link-local networks. */
const V4: readonly Range[] = [
  [[0, 0, 0, 0], 8],
  [[10, 0, 0, 0], 8],
  [[100, 64, 0, 0], 10],
  [[127, 0, 0, 0], 8],
  [[169, 254, 0, 0], 16],
  [[172, 16, 0, 0], 12],
  [[192, 168, 0, 0], 16]
];
/** First 16 bits: unique local, link-local, site-local. */
const V6: readonly (readonly [first: number, bits: number])[] = [
  [0xfc00, 7],
  [0xfe80, 10],
  [0xfec0, 10]
];

/**
 * Whether an address is of the inside; names are not looked up.
 * @param hostname - as a URL has it: IPv4 with dots, IPv6 in brackets
 */
export function isInside(hostname: string): boolean {
  const bare = hostname
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
    .toLowerCase();
  if (bare === 'localhost' || bare.endsWith('.localhost')) return true;
  if (bare.includes(':')) return isInsideV6(bare);
  const octets = /^\d+(\.\d+){3}$/.test(bare) ? bare.split('.').map(Number) : [];
  return octets.length === 4 && isInsideV4(octets);
}

function isInsideV4(octets: readonly number[]): boolean {
  const value = numberOf(octets);
  return V4.some(([net, bits]) => {
    const size = 2 ** (32 - bits);
    return Math.floor(value / size) === Math.floor(numberOf(net) / size);
  });
}

function numberOf(octets: readonly number[]): number {
  return octets.reduce((sum, octet) => sum * 256 + octet, 0);
}

function isInsideV6(text: string): boolean {
  const groups = groupsOf(text);
  const [first = 0] = groups;
  if (V6.some(([net, bits]) => first >> (16 - bits) === net >> (16 - bits)))
    return true;
  const front = groups.slice(0, 6);
  const [high = 0, low = 0] = groups.slice(6);
  const octets = [high >> 8, high & 255, low >> 8, low & 255];
  // An IPv4 address in other clothes: `::1.2.3.4`, mapped, or through NAT64.
  const embeds =
    front.every((group, at) => group === 0 || (at === 5 && group === 0xffff)) ||
    (first === 0x64 && groups[1] === 0xff9b);
  return embeds && isInsideV4(octets);
}

/** The eight groups, however short they are written. */
function groupsOf(text: string): readonly number[] {
  const [front = '', back] = text.split('::');
  const read = (part: string): number[] =>
    part === '' ? [] : part.split(':').map(group => parseInt(group, 16) || 0);
  const [head, tail] = [read(front), read(back ?? '')];
  if (back === undefined) return head;
  const gap = Math.max(0, 8 - head.length - tail.length);
  return [...head, ...Array<number>(gap).fill(0), ...tail];
}
