import { BlockList } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { detourProblem, type Trust } from './detour.js';
import { isInside } from './network.js';

const registry = new URL('https://registry.example');
const problem = (target: string, from = registry, trust: Partial<Trust> = {}) =>
  detourProblem(URL.parse(target), from, { plainHttp: [], trusted: [], ...trust });

describe('where a registry sends us', () => {
  it.each([
    'https://registry.example/v2/',
    'https://auth.example/token',
    'https://8.8.8.8/blob',
    'https://[2606:4700::1111]/blob'
  ])('may be %s', target => {
    expect(problem(target)).toBeUndefined();
  });

  it.each([
    ['http://auth.example/token', /not encrypted/],
    ['http://registry.example/v2/', /not encrypted/],
    ['https://me@auth.example/', /holds a name/],
    ['ftp://auth.example/', /no web address/],
    ['token', /no web address/],
    ...[
      'https://127.0.0.1/',
      'https://2130706433/',
      'https://0x7f.1/',
      'https://localhost./',
      'https://a.localhost/',
      'https://10.1.2.3/',
      'https://172.31.0.1/',
      'https://192.168.1.1:8443/',
      'https://169.254.169.254/latest',
      'https://100.100.0.1/',
      'https://[::1]/',
      'https://[::]/',
      'https://[fd00::1]/',
      'https://[fe80::1]/',
      'https://[::ffff:127.0.0.1]/',
      'https://[::ffff:a00:1]/',
      'https://[64:ff9b::a00:1]/',
      'https://registry.example:444@127.0.0.1/'
    ].map(target => [target, /inside this network|holds a name/] as const)
  ] as const)('may not be %s', (target, why) => {
    expect(problem(target)).toMatch(why);
  });

  it('may be a registry of this network itself, and what the user has named', () => {
    const own = new URL('http://10.0.0.5:5000');
    const host = '10.0.0.5:5001';
    expect(problem('http://10.0.0.5:5000/v2/a', own)).toBeUndefined();
    expect(problem(`http://${host}/token`, own)).toMatch(/not encrypted/);
    expect(problem(`http://${host}/token`, own, { plainHttp: [host] })).toBeUndefined();
    expect(problem(`https://${host}/token`, own, { trusted: [host] })).toBeUndefined();
    // Whose host it is says nothing of who listens on the way.
    expect(problem(`http://${host}/token`, own, { trusted: [host] })).toMatch(
      /encrypted/
    );
  });
});

it('knows the inside of the network as Node does', () => {
  const inside = new BlockList();
  const nets: [string, number][] = [
    ['0.0.0.0', 8],
    ['10.0.0.0', 8],
    ['100.64.0.0', 10],
    ['127.0.0.0', 8],
    ['169.254.0.0', 16],
    ['172.16.0.0', 12],
    ['192.168.0.0', 16]
  ];
  nets.forEach(([net, bits]) => {
    inside.addSubnet(net, bits);
  });
  const near = fc.constantFrom(0, 10, 100, 127, 169, 172, 192, 8);
  fc.assert(
    fc.property(near, fc.nat(255), fc.nat(255), fc.nat(255), (a, b, c, d) => {
      const address = [a, b, c, d].join('.');
      expect(isInside(address)).toBe(inside.check(address));
      const mapped = new URL(`http://[::ffff:${address}]`).hostname;
      expect(isInside(mapped)).toBe(inside.check(address));
    })
  );
});
