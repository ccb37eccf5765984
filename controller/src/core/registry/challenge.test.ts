import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseChallenge, type Challenge } from './challenge.js';

describe('what a registry asks for', () => {
  it.each<[string, Challenge | undefined]>([
    ['Basic realm="Registry"', { kind: 'basic' }],
    ['basic', { kind: 'basic' }],
    [
      'Bearer realm="https://auth.example/token",service="registry.example",scope="repository:a/b:pull,push"',
      {
        kind: 'bearer',
        realm: 'https://auth.example/token',
        service: 'registry.example',
        scope: 'repository:a/b:pull,push'
      }
    ],
    [
      'BEARER Realm = https://a.example/t',
      { kind: 'bearer', realm: 'https://a.example/t' }
    ],
    [
      'Basic realm="a, b", Bearer realm="https://a.example/t"',
      { kind: 'bearer', realm: 'https://a.example/t' }
    ],
    ['Bearer realm="a\\"b"', { kind: 'bearer', realm: 'a"b' }],
    ['Bearer service="no realm"', undefined],
    ['Negotiate', undefined],
    ['', undefined]
  ])('in %s', (header, expected) => {
    expect(parseChallenge(header)).toEqual(expected);
  });

  it('is read as it was written, whatever stands within the quotes', () => {
    const value = fc.string({ minLength: 1 });
    const quoted = (text: string): string => `"${text.replace(/["\\]/g, '\\$&')}"`;
    fc.assert(
      fc.property(value, value, (realm, scope) => {
        const header = `Bearer realm=${quoted(realm)}, scope=${quoted(scope)}`;
        expect(parseChallenge(header)).toEqual({ kind: 'bearer', realm, scope });
      })
    );
  });

  it('ends in an answer for any header', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 500 }), header => {
        parseChallenge(header);
        parseChallenge(`Bearer ${header}`);
      })
    );
  });
});
