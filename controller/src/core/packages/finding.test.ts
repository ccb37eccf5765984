import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  findingKey,
  findingTag,
  findingText,
  isKept,
  isYoung,
  readFinding,
  type Finding,
  type Sought
} from './finding.js';
import { inventory, requirement, wheel } from './testing.js';

const hash = (data: string | Uint8Array): string =>
  createHash('sha256').update(data).digest('hex');

const AT = 1_800_000_000_000;
const HOUR = 3_600_000;

function sought(texts: readonly string[], more: Partial<Sought> = {}): Sought {
  return {
    requirements: texts.map(text => requirement(text)),
    ...{ pinned: [], machine: 'x86_64', inventoryKey: 'key' },
    conditions: { text: 'index', ages: true },
    ...more
  };
}

const finding = (more: Partial<Finding> = {}): Finding => ({
  ...{ at: AT, inventory: inventory({ numpy: '1.0' }) },
  chosen: [wheel('app-1.5', 'dep'), wheel('dep-2.0')],
  ...more
});

describe('the key of what is sought', () => {
  it('is equal for the same requirements in any order', () => {
    expect(findingKey(sought(['a', 'b']), hash)).toBe(
      findingKey(sought(['b', 'a']), hash)
    );
  });

  it.each([
    ['another requirement', sought(['app>=2'])],
    ['another base', sought(['app'], { inventoryKey: 'other' })],
    ['another machine', sought(['app'], { machine: 'aarch64' })],
    ['a version that stays', sought(['app'], { pinned: ['numpy'] })],
    ['another index', sought(['app'], { conditions: { text: 'other', ages: true } })]
  ])('is another one for %s', (_, other) => {
    expect(findingKey(other, hash)).not.toBe(findingKey(sought(['app']), hash));
  });

  it('is a tag that registries take', () => {
    expect(findingTag(findingKey(sought([]), hash))).toMatch(
      /^jkf-found-[0-9a-f]{32}$/
    );
  });
});

describe('a finding', () => {
  const isYoungAt = (now: number, of: Sought): boolean => isYoung({ at: AT }, of, now);

  it('of an index counts for an hour, or a day where each version is said', () => {
    expect(isYoungAt(AT + HOUR - 1, sought(['app']))).toBe(true);
    expect(isYoungAt(AT + HOUR, sought(['app']))).toBe(false);
    expect(isYoungAt(AT + HOUR, sought(['app', 'dep==1']))).toBe(false);
    expect(isYoungAt(AT + 23 * HOUR, sought(['app==1', 'dep===1']))).toBe(true);
    expect(isYoungAt(AT + 2 * HOUR, sought(['app==1.*']))).toBe(false);
    expect(isYoungAt(AT + 24 * HOUR, sought(['app==1']))).toBe(false);
  });

  it('of folders counts as long as they are the same', () => {
    const folders = { conditions: { text: 'wheels', ages: false } };
    expect(isYoungAt(AT + 9000 * HOUR, sought(['app'], folders))).toBe(true);
  });

  it('of tomorrow does not count', () => {
    expect(isYoungAt(AT - HOUR, sought(['app']))).toBe(false);
    expect(isYoungAt(AT - 60_000, sought(['app']))).toBe(true);
  });

  it('is not kept when something has no digest, or is at an address', () => {
    const { name, version, file, url, ...rest } = wheel('app-1');
    const { isDirect, isYanked, requires } = rest;
    const unknown = { name, version, file, url, isDirect, isYanked, requires };
    expect(isKept(finding())).toBe(true);
    expect(isKept(finding({ chosen: [unknown] }))).toBe(false);
    expect(isKept(finding({ chosen: [{ ...wheel('app-1'), isDirect: true }] }))).toBe(
      false
    );
  });

  it('is read as it was written; for others without addresses', () => {
    const own = findingText(finding(), { isShared: false });
    expect(readFinding(own, sought(['app', 'numpy']))).toEqual(finding());
    const text = findingText(finding(), { isShared: true });
    expect(text).not.toContain('i.example');
    const chosen = finding().chosen.map(each => ({ ...each, url: '' }));
    expect(readFinding(text, sought(['app']))).toEqual(finding({ chosen }));
  });

  it.each([
    ['has not what is wanted', sought(['other'])],
    ['has another version', sought(['app>=2'])]
  ])('is none when it %s', (_, wanted) => {
    const text = findingText(finding(), { isShared: true });
    expect(readFinding(text, wanted)).toBeUndefined();
  });

  it.each([
    ['a name leads out', { chosen: [{ ...wheel('app-1.5'), name: '../app' }] }],
    ['a file leads out', { chosen: [{ ...wheel('app-1.5'), file: 'a/../b.whl' }] }],
    ['a version has two lines', { chosen: [{ ...wheel('app-1.5'), version: '1\n2' }] }],
    ['a digest is none', { chosen: [{ ...wheel('app-1.5'), sha256: 'ab' }] }],
    ['a folder leads out', { inventory: inventory({}, { pathFolder: '/a/../../b' }) }],
    ['a program is no path', { inventory: inventory({}, { program: 'python3' }) }],
    ['a base has a name of two lines', { inventory: inventory({ 'a\nb': '1' }) }],
    [
      'a base needs two lines',
      { inventory: inventory({}, { requires: { a: ['b\nRequires-Dist: c'] } }) }
    ]
  ])('is none when %s', (_, more) => {
    const text = findingText(finding(more), { isShared: true });
    expect(readFinding(text, sought(['app']))).toBeUndefined();
  });

  it('is none where the text is anything else', () => {
    const { form, ...rest } = JSON.parse(
      findingText(finding(), { isShared: true })
    ) as Record<string, unknown>;
    expect(form).toBe(1);
    for (const other of [{ ...rest, form: 0 }, { ...rest, form, at: 'now' }, [], 1]) {
      expect(readFinding(JSON.stringify(other), sought([]))).toBeUndefined();
    }
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), text => {
        expect(readFinding(text, sought(['app']))).toBeUndefined();
      })
    );
  });
});
