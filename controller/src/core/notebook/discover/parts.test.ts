import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { globTest } from './globs.js';
import { normalPath } from './listing.js';
import { looksSecret } from './secrets.js';
import { satisfies } from './specifiers.js';

describe('satisfies', () => {
  it.each([
    ['1.2.3', '', 'yes'],
    ['1.2', '==1.2.0', 'yes'],
    ['1.10', '>1.9', 'yes'],
    ['1.2.3', '>=1.2,!=1.2.3', 'no'],
    ['1.2.3', '==1.2.*', 'yes'],
    ['1.3', '!=1.2.*', 'yes'],
    ['1.4.5', '~=1.4.2', 'yes'],
    ['1.5', '~=1.4.2', 'no'],
    ['2.2', '~=2.1', 'yes'],
    ['2.1.0+cu118', '==2.1.0', 'yes'],
    ['2.0rc1', '>=2.0', 'unknown'],
    ['2.0rc1', '==2.0rc1', 'yes'],
    ['2.1rc1', '>=2.0', 'yes'],
    ['1.0', '===1.0', 'yes'],
    ['odd', '>=1', 'unknown'],
    ['1.0', '>=odd', 'unknown'],
    ['1.0', '~=1', 'unknown'],
    ['1.0', '=>1', 'unknown']
  ])('%s %s: %s', (version, specifier, expected) => {
    expect(satisfies(version, specifier)).toBe(expected);
  });
});

describe('globTest', () => {
  it.each([
    ['*.csv', 'a.csv', true],
    ['*.csv', 'd/a.csv', false],
    ['**/*.csv', 'a.csv', true],
    ['**/*.csv', 'd/e/a.csv', true],
    ['d/**', 'd/e/a.csv', true],
    ['d/**/a.csv', 'd/a.csv', true],
    ['a?.[ch]', 'ab.c', true],
    ['a[!b].c', 'ab.c', false],
    ['*', '.env', false],
    ['a+(b).c', 'a+(b).c', true],
    ['a-b|*.c', 'a-b|1.c', true],
    ['[&~^-]', '~', true],
    ['[&~^-]', '-', true]
  ])('%s and %s: %s', (glob, path, expected) => {
    expect(globTest(glob)(path)).toBe(expected);
  });

  it.each([
    ['*a'.repeat(30) + 'b', 'a'.repeat(200)],
    ['**/'.repeat(30) + 'b', 'a/'.repeat(200)]
  ])('does not try every way to fit %j', (glob, path) => {
    expect(globTest(glob)(path)).toBe(false);
  });

  it('takes any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), (glob, path) => {
        expect(typeof globTest(glob)(path)).toBe('boolean');
      })
    );
  });
});

describe('normalPath', () => {
  it.each([
    ['./a//b/../c', 'a/c'],
    ['.', ''],
    ['..', undefined],
    ['a/../../b', undefined]
  ])('%s', (path, expected) => {
    expect(normalPath(path)).toBe(expected);
  });
});

describe('looksSecret', () => {
  it.each([
    ...[
      '.env',
      'a/.env.local',
      'prod.env',
      'k.pem',
      'id_rsa',
      'id_ed25519.pub',
      '.netrc'
    ],
    ...['credentials.json', 'x/credentials-prod.json', '.aws/config', '.kube/config'],
    ...['kubeconfig', 'kubeconfig.yaml', 'cert.p12', '.pypirc', '.npmrc'],
    ...[
      'my-service-account.json',
      'client_secret_1.json',
      'kaggle.json',
      'A.PEM',
      'token.json'
    ]
  ])('%s', path => {
    expect(looksSecret(path)).toBe(true);
  });

  it.each([
    '.env.example',
    'tokenizer.json',
    'environment.yml',
    'keys.csv',
    'monkey.py'
  ])('not %s', path => {
    expect(looksSecret(path)).toBe(false);
  });
});
