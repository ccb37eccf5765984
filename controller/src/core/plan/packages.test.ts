import { describe, expect, it } from 'vitest';
import {
  problem,
  reason,
  type Check,
  type PackageGroups,
  type PackagesAnswer
} from '@jupyterlab-kubeflow/protocol';
import { requirement } from '../packages/testing.js';
import { addsNothing, decidePackages, wantedOf, withPackages } from './packages.js';

const registry = { push: 'r.example/team/runs' };
const requirements = [requirement('app'), requirement('dep')];

describe('packages that the image lacks', () => {
  it('are added where a registry is known, by the pip of the notebook', () => {
    const own = { python: '/own/python', pythonVersion: '3.12.4' };
    expect(decidePackages({}, { requirements, registry, ...own })).toMatchObject({
      ...{ kind: 'add', push: registry.push, ...own },
      reason: { code: 'packages-add' }
    });
  });

  it.each([
    ['nobody says where to push', {}, { requirements }, 'packages-push-unknown'],
    ['the code needs none', {}, { requirements: [], registry }, 'packages-none'],
    [
      'all that it needs is left out',
      { packages: { without: ['App', 'dep'] } },
      { requirements, registry },
      'packages-none'
    ],
    [
      'the user wants the image as it is',
      { packages: { kind: 'as-is' } } as const,
      { requirements, registry },
      'chosen'
    ]
  ])('are not added when %s', (_, settings, facts, code) => {
    expect(decidePackages(settings, facts)).toMatchObject({
      ...{ kind: 'as-is', reason: { code } }
    });
  });

  it('are what is imported too, though its name is a guess', () => {
    const guess = requirement('guess', {
      ...{
        included: false,
        reason: reason('requirement-guessed', { module: 'guess', where: 'cell 1' })
      }
    });
    const left = requirement('left', { included: false });
    const names = wantedOf([...requirements, guess, left], []).map(({ name }) => name);
    expect(names).toEqual(['app', 'dep', 'guess']);
  });
});

const NONE: PackageGroups = {
  ...{ inBase: [], added: [], differs: [], impossible: [], notes: [] }
};
const found = (groups: Partial<PackageGroups>): PackagesAnswer => ({
  ...{ state: 'found', base: 'r/py@sha256:ab', python: '3.11', missing: [] },
  groups: { ...NONE, ...groups }
});
const before: readonly Check[] = [
  { name: 'code', outcome: 'ok', message: reason('code-runs', {}) },
  { name: 'packages', outcome: 'unknown', message: reason('packages-to-look', {}) }
];
const checked = (known: PackagesAnswer | undefined) =>
  withPackages(before, known).slice(1);

describe('the check of packages', () => {
  it('stays as it was while nobody has looked', () => {
    expect(withPackages(before, undefined)).toEqual(before);
    expect(withPackages(before, { state: 'unasked' })).toEqual(before);
  });

  it('says what is done at the moment', () => {
    const doing = reason('packages-base', {});
    expect(checked({ state: 'looking', doing })).toEqual([
      { name: 'packages', outcome: 'unknown', message: doing }
    ]);
    expect(checked({ state: 'looking' })).toMatchObject([
      { message: { code: 'packages-looking' } }
    ]);
  });

  it('fails for each that cannot be added, and when nothing can be said', () => {
    const why = problem('package-missing', { requirement: 'nosuch' });
    const one = { name: 'nosuch', requirement: 'nosuch', problem: why };
    expect(checked(found({ impossible: [one] }))).toMatchObject([
      { outcome: 'failed', problem: why }
    ]);
    expect(checked({ state: 'failed', problem: why })).toMatchObject([
      { outcome: 'failed', problem: why }
    ]);
  });

  it('counts what is added, replaced and there', () => {
    const base = { name: 'six', version: '1', neededBy: [] };
    const wheel = { name: 'app', version: '1', file: 'app-1-py3-none-any.whl' };
    const groups = {
      inBase: [base],
      added: [{ name: 'app', version: '1', neededBy: [], wheel }],
      differs: [{ ...base, name: 'dep', base: '0', wins: 'notebook' as const }]
    };
    expect(checked(found(groups))).toMatchObject([
      {
        outcome: 'ok',
        message: {
          code: 'packages-added',
          params: { added: '1', replaced: '1', count: '1' }
        }
      }
    ]);
    const note = reason('packages-python-differs', { own: '3.12', python: '3.11' });
    expect(checked(found({ inBase: [base], notes: [note] }))).toMatchObject([
      { outcome: 'ok', message: { code: 'packages-complete' } },
      { outcome: 'warning', message: note }
    ]);
  });

  it('knows when nothing is added', () => {
    const base = { name: 'dep', version: '1', base: '1', neededBy: [] };
    expect(addsNothing({ state: 'none' })).toBe(true);
    expect(addsNothing(found({ differs: [{ ...base, wins: 'base' }] }))).toBe(true);
    expect(addsNothing(found({ differs: [{ ...base, wins: 'notebook' }] }))).toBe(
      false
    );
    expect(addsNothing({ state: 'looking' })).toBe(false);
  });
});
