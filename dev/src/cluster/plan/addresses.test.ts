import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pickAddresses } from './addresses.js';

const FREE: readonly string[] = [];

describe('the addresses of a cluster', () => {
  it('are four in a row, of which host and node have the middle ones', () => {
    expect(pickAddresses(5, FREE)).toEqual({
      subnet: '172.30.0.20/30',
      host: '172.30.0.21',
      node: '172.30.0.22'
    });
  });

  it('are the same for the same name while nobody else has them', () => {
    fc.assert(
      fc.property(fc.nat(), seed => {
        expect(pickAddresses(seed, FREE)).toEqual(pickAddresses(seed, FREE));
      })
    );
  });

  it('avoid ranges in use, also those that lie around or inside', () => {
    expect(pickAddresses(0, ['172.30.0.0/24', 'default']).subnet).toBe('172.30.1.0/30');
    expect(pickAddresses(0, ['172.30.0.2']).subnet).toBe('172.30.0.4/30');
    expect(pickAddresses(2 ** 14 - 1, ['172.30.255.252/30']).subnet).toBe(
      '172.30.0.0/30'
    );
  });

  it('differ for any number of clusters', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 40 }), { maxLength: 60 }), seeds => {
        const taken: string[] = [];
        for (const seed of seeds) taken.push(pickAddresses(seed, taken).subnet);
        expect(new Set(taken).size).toBe(seeds.length);
      })
    );
  });

  it('cannot be had where everything is taken, and the message says how to see it', () => {
    expect(() => pickAddresses(1, ['172.16.0.0/12'])).toThrow('ip route');
  });
});
