import { describe, expect, it } from 'vitest';
import { POD_RANGE, SERVICE_RANGE } from './addresses.js';
import { hostNetwork, nodeNetwork } from './network.js';

const names = { name: 'one', hostLink: 'jkf1h', nodeLink: 'jkf1n', cgroup: 'jkf-one' };
const addresses = {
  subnet: '172.30.0.4/30',
  host: '172.30.0.5',
  node: '172.30.0.6'
};
const inside = nodeNetwork(names, addresses).map(line => line.join(' '));
const outside = hostNetwork(names, addresses, 42).map(line => line.join(' '));

describe('the network of a node', () => {
  it('has no default route, and a place inside for pods and services', () => {
    expect(inside.filter(line => line.includes('default'))).toEqual([]);
    expect(inside.some(line => line.includes(`route add ${SERVICE_RANGE}`))).toBe(true);
    expect(inside.some(line => line.includes(`unreachable ${POD_RANGE}`))).toBe(true);
  });

  it('lets no pod’s packet through to the host', () => {
    expect(inside.at(-1)).toBe('iptables -w -A FORWARD -o eth0 -j REJECT');
  });

  it('changes no more of the host than its own interface', () => {
    expect(outside).toEqual([
      'ip link add jkf1h type veth peer name jkf1n netns 42',
      'ip address add 172.30.0.5/30 dev jkf1h',
      'ip link set jkf1h up'
    ]);
  });
});
