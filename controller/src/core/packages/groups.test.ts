import type { PackageGroups } from '@jupyterlab-kubeflow/protocol';
import { describe, expect, it } from 'vitest';
import { groupsOf } from './groups.js';
import type { Inventory } from './inventory.js';
import { neededOf } from './needed.js';
import type { ChosenWheel } from './report.js';
import { inventory, requirement, wheel } from './testing.js';

const BASE = inventory({ numpy: '1.26.4', six: '1.16.0', torch: '2.1.0' });

function groups(
  texts: readonly string[],
  chosen: readonly ChosenWheel[],
  more: { base?: Inventory; kernelPython?: string } = {}
): PackageGroups {
  const { base = BASE, ...rest } = more;
  const place = { inventory: base, machine: 'x86_64' };
  const requirements = texts.map(text => requirement(text));
  const needed = neededOf({ ...place, requirements, pinned: ['torch'] });
  return groupsOf({ ...place, ...rest, needed, chosen });
}

describe('the groups', () => {
  it('say what is there, added, replaced and kept, and for whom', () => {
    const found = groups(
      ['numpy>=2', 'pandas', 'torch==2.5', 'six', '-e .'],
      [wheel('pandas-2.2', 'numpy', 'pytz'), wheel('numpy-2.1'), wheel('pytz-1')]
    );
    expect(found.inBase).toEqual([
      { name: 'six', version: '1.16.0', requirement: 'six', neededBy: [] }
    ]);
    expect(found.added).toMatchObject([
      { name: 'pandas', version: '2.2', requirement: 'pandas', neededBy: [] },
      { name: 'pytz', version: '1', neededBy: ['pandas'] }
    ]);
    expect(found.differs).toEqual([
      {
        ...{ name: 'numpy', version: '2.1', base: '1.26.4', wins: 'notebook' },
        ...{ requirement: 'numpy>=2', neededBy: ['pandas'] }
      },
      {
        ...{ name: 'torch', version: '2.1.0', base: '2.1.0', wins: 'base' },
        ...{ requirement: 'torch==2.5', neededBy: [] }
      }
    ]);
    expect(found.impossible.map(({ problem }) => problem.code)).toEqual([
      'package-from-source'
    ]);
    expect(found.notes).toEqual([]);
  });

  it('have in the base what others need of it', () => {
    const { inBase, added } = groups(
      ['app'],
      [wheel('app-1', 'six'), wheel('six-1.16.0')]
    );
    expect(inBase).toEqual([{ name: 'six', version: '1.16.0', neededBy: ['app'] }]);
    expect(added.map(({ name }) => name)).toEqual(['app']);
  });
});

it('name nothing twice: what others need as well, and what is replaced for them', () => {
  const both = groups(['app', 'six'], [wheel('app-1', 'six'), wheel('six-1.16.0')]);
  expect(both.inBase).toEqual([
    { name: 'six', version: '1.16.0', requirement: 'six', neededBy: ['app'] }
  ]);
  const replaced = groups(['app', 'six'], [wheel('app-1', 'six'), wheel('six-2')]);
  expect(replaced.inBase).toEqual([]);
  expect(replaced.differs).toMatchObject([
    { name: 'six', version: '2', base: '1.16.0' }
  ]);
});

it('show no passwords of addresses', () => {
  const address = 'app @ https://me:secret@i.example/app-1-py3-none-any.whl';
  const source = 'src @ git+https://me:secret@i.example/src';
  const found = groups([address, source], [wheel('app-1')]);
  expect(found.added[0]?.requirement).toBe(
    'app @ https://…@i.example/app-1-py3-none-any.whl'
  );
  expect(JSON.stringify(found)).not.toContain('secret');
});

describe('a note', () => {
  const codes = (found: PackageGroups) => found.notes.map(({ code }) => code);

  it('says that the notebook ran with another Python', () => {
    expect(codes(groups([], [], { kernelPython: '3.12.1' }))).toEqual([
      'packages-python-differs'
    ]);
    expect(codes(groups([], [], { kernelPython: '3.11.9' }))).toEqual([]);
    const none = inventory({}, { libc: 'unknown' });
    delete (none as { python?: string }).python;
    expect(codes(groups([], [], { base: none, kernelPython: '3.11.9' }))).toEqual([]);
  });

  it.each([
    ['numpy<2', true],
    ['numpy<2; python_version >= "3.9"', true],
    ['numpy<2; extra == "old"', false],
    ['numpy<2; python_version < "3.9"', false],
    ['numpy>=1', false],
    ['other<2', false],
    ['numpy @ https://i.example/numpy.whl', false]
  ])(
    'says whether %s of the base is broken by another version: %s',
    (needs, broken) => {
      const base = inventory(
        { numpy: '1.26.4', scipy: '1.0' },
        { requires: { scipy: [needs], numpy: ['numpy<1'] } }
      );
      const found = groups(['numpy>=2'], [wheel('numpy-2.1')], { base });
      expect(found.notes.map(({ text }) => text)).toEqual(
        broken ? ['of the base, scipy wants numpy<2 and would get 2.1'] : []
      );
    }
  );

  it('says that a version was taken back', () => {
    const yanked = { ...wheel('app-1'), isYanked: true };
    expect(codes(groups(['app==1'], [yanked]))).toEqual(['packages-yanked']);
  });
});
