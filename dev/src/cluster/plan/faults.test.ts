import { describe, expect, it } from 'vitest';
import {
  cutRegistries,
  divert,
  doublePort,
  everyFault,
  fillDisk,
  refusePort,
  type Fault
} from './faults.js';

const served = { address: '172.30.0.6', port: 6443 };
const FAULTS: readonly [string, Fault][] = [
  ['refusing a port', refusePort(6443)],
  ['cutting the registries', cutRegistries()],
  ['diverting a port', divert(served, 26_443)]
];

describe('a fault of the network', () => {
  it.each(FAULTS)('by %s takes out exactly the rules it put in', (_, fault) => {
    const put = fault.begin
      .filter(([program]) => program === 'iptables')
      .map(line => line.join(' ').replace(' -I ', ' -D '));
    expect(fault.end.map(line => line.join(' ')).sort()).toEqual(put.sort());
  });

  it('does not divert what the diverting proxy itself sends', () => {
    const out = divert(served, 1).begin.map(line => line.join(' '));
    expect(out.find(line => line.includes('OUTPUT'))).toContain('! -s 127.0.0.2');
  });
});

describe('slowing the API server', () => {
  const lines = divert(served, 26_443).begin.map(line => line.join(' '));

  it('reaches pods, who ask its service', () => {
    const service = lines.filter(line => line.includes('-d 10.96.0.1 --dport 443'));
    expect(service.map(line => line.split(' ')[5])).toEqual(['PREROUTING', 'OUTPUT']);
  });

  it('reaches those who were connected before, when the way is another', () => {
    expect(lines.at(-1)).toBe('ss --kill state established sport = :6443');
  });
});

describe('mending', () => {
  it('takes out what every fault puts in', () => {
    const component = { name: 'a', version: '', command: '', args: [], after: [] };
    const probe = { kind: 'alive' } as const;
    const all = everyFault([{ ...component, probe, serves: served }]);
    const out = all.flatMap(({ end }) => end.map(line => line.join(' ')));
    const faults = [
      refusePort(6443),
      cutRegistries(),
      divert(served, doublePort(served.port)),
      fillDisk(2, 1)
    ];
    for (const { end } of faults) {
      expect(out).toEqual(expect.arrayContaining(end.map(line => line.join(' '))));
    }
  });
});

describe('a full disk', () => {
  it('keeps the room it was told to leave', () => {
    expect(fillDisk(1000, 16).begin[0]).toContain('984');
    expect(fillDisk(10, 16).begin[0]).toContain('0');
  });
});
