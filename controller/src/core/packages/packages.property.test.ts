import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseFailure } from './failure.js';
import { groupsOf } from './groups.js';
import { markerEnvironment, markerHolds } from './marker.js';
import { neededOf } from './needed.js';
import { parseReport } from './report.js';
import { inventory, requirement, wheel } from './testing.js';
import { compareVersions, parseVersion, satisfiesAll } from './version.js';

const asked = { names: new Set(['app']), python: '3.11', platform: 'Linux on x86_64' };

describe('whatever pip prints', () => {
  const words = fc.constantFrom(
    ...['ERROR: ', 'Could not find a version that satisfies the requirement ', 'app'],
    ...[' (from app)', ' (from versions: ', '1.0', ')', 'The conflict is caused by:'],
    ...[
      'The user requested (constraint) app',
      'Could not fetch URL ',
      'http://u:p@h/app/'
    ],
    ...[': ', '401 ', 'Collecting ', '\n', '-', '=', '[', 'Package ', "'"]
  );
  const log = fc
    .array(fc.oneof(words, fc.string({ maxLength: 5 })))
    .map(all => all.join(''));

  it('is some failure, with a sentence that shows no password', () => {
    fc.assert(
      fc.property(log, text => {
        const { problem } = parseFailure(text, asked);
        expect(problem.sentence).not.toBe('');
        expect(problem.sentence).not.toContain('u:p@');
      }),
      { numRuns: 1000 }
    );
  });

  it('is a report, or is refused', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), text => {
        expect(() => parseReport(text)).toThrow(RangeError);
      })
    );
  });
});

const number = fc.nat(3).map(String);
const version = fc
  .tuple(number, number, fc.constantFrom('', 'a1', 'rc1', '.post1', '.dev1'))
  .map(([major, minor, suffix]) => `${major}.${minor}${suffix}`);
const of = (text: string) => parseVersion(text) ?? expect.unreachable();

describe('versions', () => {
  it('are in one order, in which == is what is equal', () => {
    fc.assert(
      fc.property(version, version, version, (a, b, c) => {
        const [x, y, z] = [of(a), of(b), of(c)];
        const signs = [compareVersions(x, y), compareVersions(y, x)].map(Math.sign);
        expect((signs[0] ?? 1) + (signs[1] ?? 1)).toBe(0);
        if (compareVersions(x, y) <= 0 && compareVersions(y, z) <= 0) {
          expect(compareVersions(x, z)).toBeLessThanOrEqual(0);
        }
        expect(satisfiesAll(x, `==${b}`)).toBe(compareVersions(x, y) === 0);
        expect(satisfiesAll(x, `!=${b}`)).toBe(compareVersions(x, y) !== 0);
      })
    );
  });
});

describe('markers', () => {
  const one = fc
    .tuple(
      fc.constantFrom('<', '<=', '==', '>=', '>', '!='),
      fc.integer({ min: 8, max: 13 })
    )
    .map(([operator, minor]) => `python_version ${operator} "3.${String(minor)}"`);
  const image = markerEnvironment('3.11', 'x86_64');

  it('combine as and, or and brackets do', () => {
    fc.assert(
      fc.property(one, one, one, (a, b, c) => {
        const [x, y, z] = [a, b, c].map(each => markerHolds(each, image) === true);
        expect(markerHolds(`${a} and ${b} or ${c}`, image)).toBe((x && y) || z);
        expect(markerHolds(`${a} and (${b} or ${c})`, image)).toBe(x && (y || z));
      })
    );
  });

  it('that are no markers hold for nobody', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 12 }), text => {
        expect(markerHolds(`${text} ??`, image)).toBeUndefined();
      })
    );
  });
});

it('groups name each package once, and all of what was chosen', () => {
  const names = ['a', 'b', 'c', 'd', 'e'];
  const versions = fc.dictionary(fc.constantFrom(...names), version);
  const wanted = fc.subarray(names);
  fc.assert(
    fc.property(
      versions,
      versions,
      wanted,
      fc.subarray(names),
      (base, chosen, texts, pinned) => {
        const place = { inventory: inventory(base), machine: 'x86_64' };
        const requirements = texts.map(text => requirement(text));
        const needed = neededOf({ ...place, requirements, pinned });
        const wheels = Object.entries(chosen).map(([name, text]) =>
          wheel(`${name}-${text}`)
        );
        const groups = groupsOf({ ...place, needed, chosen: wheels });
        const all = [
          groups.inBase,
          groups.added,
          groups.differs,
          groups.impossible
        ].flat();
        const named = all.map(({ name }) => name);
        expect(new Set(named).size).toBe(named.length);
        expect(named).toEqual(expect.arrayContaining(Object.keys(chosen)));
      }
    )
  );
});
