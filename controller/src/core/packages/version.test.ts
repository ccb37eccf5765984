import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  compareVersions,
  parseVersion,
  satisfiesAll,
  type Version
} from './version.js';

const of = (text: string): Version => {
  const version = parseVersion(text);
  if (!version) throw new Error(`${text} is no version`);
  return version;
};

/** Oldest first, as PEP 440 orders them. */
const ORDERED = [
  ...['1.dev0', '1.0a1.dev1', '1.0a1', '1.0b2', '1.0rc1', '1.0', '1.0+abc', '1.0+5'],
  ...['1.0.post1.dev2', '1.0.post1', '1.0.1', '1.1', '1.10', '2', '1!0.1']
];

describe('versions', () => {
  it('are ordered', () => {
    const sorted = [...ORDERED].reverse().map(of).sort(compareVersions);
    expect(sorted).toEqual(ORDERED.map(of));
  });

  it.each([
    ['1.0', '1'],
    ['1.0alpha1', '1.0a1'],
    ['1.0-1', '1.0.post1'],
    ['v1.0.RC.1', '1rc1'],
    ['1.0+Ubuntu_1', '1.0+ubuntu.1']
  ])('%s is %s', (one, other) => {
    expect(compareVersions(of(one), of(other))).toBe(0);
  });

  it.each(['', 'latest', '2004d~1', '1.0-final', '1..0'])('%j is none', text => {
    expect(parseVersion(text)).toBeUndefined();
  });
});

describe('specifiers', () => {
  it.each([
    ['1.5', '', true],
    ['1.5', '>=1.2,<2', true],
    ['2.0', '>=1.2,<2', false],
    ['2.0rc1', '<2', false],
    ['2.0rc1', '<2rc2', true],
    ['1.9rc1', '<2', true],
    ['1.0.post1', '>1.0', false],
    ['1.0.post2', '>1.0.post1', true],
    ['2.1.0+cpu', '==2.1.0', true],
    ['2.1.0', '==2.1.0+cpu', false],
    ['2.1.0+cpu', '==2.1.0+cpu', true],
    ['1.4.5', '~=1.4.2', true],
    ['1.5', '~=1.4.2', false],
    ['1.4.1', '~=1.4.2', false],
    ['1.4.9', '==1.4.*', true],
    ['1.4.9', '!=1.4.*', false],
    ['1.4', '!=1.4.0', false],
    ['1.4', '===1.4', true],
    ['1!1.0', '>=2', true],
    ['1.4', '>=1.*', undefined],
    ['1.4', 'about 1', undefined],
    ['1.4', '>2,about 1', false]
  ])('%s in %j: %s', (version, specifier, expected) => {
    expect(satisfiesAll(of(version), specifier)).toBe(expected);
  });

  it('never hold for less and for not less', () => {
    const some = fc.constantFrom(...ORDERED);
    fc.assert(
      fc.property(some, some, (one, other) => {
        const less = satisfiesAll(of(one), `<${other}`);
        expect(less === true && satisfiesAll(of(one), `>=${other}`)).toBe(false);
      })
    );
  });
});
