import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reason, type Requirement } from '@jupyterlab-kubeflow/protocol';
import { neededOf, type Needed } from './needed.js';
import { inventory, requirement } from './testing.js';

const BASE = { numpy: '1.26.4', torch: '2.1.0+cpu', odd: '2004d~1' };

const needed = (...requirements: (string | Requirement)[]): Needed =>
  neededOf({
    requirements: requirements.map(one =>
      typeof one === 'string' ? requirement(one) : one
    ),
    inventory: inventory(BASE),
    machine: 'x86_64',
    pinned: ['torch']
  });

/** Where a requirement is. */
function groupOf(one: string | Requirement): string {
  const groups: Readonly<Record<string, readonly unknown[]>> = { ...needed(one) };
  const found = Object.entries(groups).filter(([, all]) => all.length > 0);
  return found.map(([group]) => group).join();
}

describe('a requirement', () => {
  it.each([
    ['numpy', 'inBase'],
    ['numpy>=1.20,<2', 'inBase'],
    ['numpy==1.26.4', 'inBase'],
    ['numpy==2.1.0', 'wanted'],
    ['torch==2.1.0', 'inBase'],
    ['torch==2.5.0', 'kept'],
    ['pandas>=2', 'wanted'],
    ['odd>=1', 'wanted'],
    ['numpy>=1.*', 'wanted'],
    ['numpy[extra]>=1', 'wanted'],
    ['pandas; python_version < "3.9"', ''],
    ['pandas; python_version >= "3.9"', 'wanted'],
    ['pandas; colour == "red"', 'wanted'],
    ['pandas; sys_platform == "win32"', ''],
    ['git+https://github.com/a/b', 'impossible'],
    ['pkg @ git+https://github.com/a/b', 'impossible'],
    ['pkg @ https://i.example/pkg-1-py3-none-any.whl', 'wanted'],
    ['https://i.example/pkg-1-py3-none-any.whl#sha256=ab', 'wanted'],
    ['https://i.example/pkg-1.tar.gz', 'impossible'],
    ['-e .', 'impossible'],
    ['./local', 'impossible']
  ])('%s: %s', (text, group) => {
    expect(groupOf(text)).toBe(group);
  });

  it('says what the base has in its place', () => {
    const { wanted, kept } = needed('numpy>=2', 'torch>=3', 'pandas');
    expect(wanted).toEqual([
      { name: 'numpy', requirement: 'numpy>=2', base: '1.26.4' },
      { name: 'pandas', requirement: 'pandas' }
    ]);
    expect(kept).toEqual([
      { name: 'torch', requirement: 'torch>=3', version: '2.1.0+cpu' }
    ]);
  });

  it('is left out when the code does without it', () => {
    const why = reason('requirement-optional', { where: 'cell 1', module: 'x' });
    expect(groupOf(requirement('x', { included: false, reason: why }))).toBe('');
  });

  it('cannot be met when it is editable, or nobody knows its name', () => {
    const editable = reason('requirement-editable', {
      where: 'cell 1',
      folder: '/src'
    });
    const guessed = reason('requirement-guessed', {
      where: 'cell 2',
      module: 'helpers'
    });
    const { impossible } = needed(
      requirement('own==1', { included: false, reason: editable }),
      requirement('helpers', { included: false, reason: guessed })
    );
    expect(impossible.map(({ name, problem }) => [name, problem.code])).toEqual([
      ['own', 'package-editable'],
      ['helpers', 'package-unknown']
    ]);
  });

  it('is met by what the base has under the name of a module that nobody knows', () => {
    const guessed = reason('requirement-guessed', { where: 'cell 2', module: 'numpy' });
    const { inBase, impossible } = needed(
      requirement('numpy', { included: false, reason: guessed })
    );
    expect([inBase.map(({ name }) => name), impossible]).toEqual([['numpy'], []]);
  });

  it('shows no password', () => {
    const { impossible } = needed('pkg @ git+https://me:secret@git.example/pkg');
    expect(JSON.stringify(impossible[0]?.problem)).not.toContain('secret');
  });
});

it('puts each requirement that counts into one group', () => {
  const text = fc.constantFrom(
    'numpy',
    'numpy>=2',
    'torch==9',
    'pandas',
    '-e .',
    'odd'
  );
  fc.assert(
    fc.property(fc.array(text), texts => {
      const all = Object.values(needed(...texts)).flat();
      expect(all).toHaveLength(texts.length);
    })
  );
});
