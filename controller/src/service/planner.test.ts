import type { Settings } from '@jupyterlab-kubeflow/protocol';
import { describe, expect, it } from 'vitest';
import type { ImportOutcome, ImportResult } from '../ports/kernel.js';
import { noteworthy, planned, type Scene } from './testing/scene.js';

const twice = ['def f(): return 1', 'def f(): return 2'];

const tried = (...outcomes: ImportOutcome[]): ImportResult => ({
  ...({ kind: 'tried', seconds: 0.1 } as const),
  outcomes
});

describe('what ships', () => {
  const paths = async (settings: Partial<Settings>): Promise<string[]> =>
    (await planned({ settings })).bundle.files.map(({ path }) => path);
  const FETCHER = '.jkf/runner/jkf_inputs/main.py';

  it('has what fetches inputs exactly when there are some to fetch', async () => {
    expect(await paths({})).not.toContain(FETCHER);
    const mounted = [{ name: 'a', url: 'pvc://claim' }];
    expect(await paths({ inputs: mounted })).not.toContain(FETCHER);
    expect(await paths({ inputs: [{ name: 'a', url: 's3://b' }] })).toContain(FETCHER);
  });

  it('has every notebook of several, which the plan shows', async () => {
    const several = { then: ['b.ipynb', 'c.ipynb'] };
    const made = ['.jkf/n.ipynb', '.jkf/next/1.ipynb', '.jkf/next/2.ipynb'];
    expect(await paths(several)).toEqual(expect.arrayContaining(made));
    const { plan } = await planned({ settings: several });
    expect(plan.bundle.files.map(({ path }) => path)).toEqual(made);
    expect(plan.checks.find(({ name }) => name === 'order')?.message.text).toBe(
      '3 notebooks, one after the other, each in a kernel of its own'
    );
  });
});

describe('sizes of inputs', () => {
  it('are asked of servers that somebody has typed, and of none that a notebook names', async () => {
    const settings = { inputs: [{ name: 'a', url: 'https://intranet/a.csv' }] };
    const known = async (isTyped: boolean): Promise<unknown> =>
      (await planned({ settings, isTyped })).plan.inputs?.[0]?.size.code;
    expect(await known(true)).toBe('input-size-told');
    expect(await known(false)).not.toBe('input-size-told');
  });
});

describe('the plan of a file', () => {
  it.each<[string, Scene, string[]]>([
    ['an ordinary one', {}, []],
    ['a refused cell', { cells: ['input()'] }, ['code failed input-asked']],
    [
      'a cell this Python does not compile',
      { fault: { line: 1, message: 'invalid syntax' } },
      ['syntax failed syntax-invalid']
    ],
    [
      'no kernel: what needs none is still said',
      { noKernel: true, cells: ['input()'] },
      ['code failed input-asked', 'kernel failed kernel-missing']
    ],
    [
      'packages that are missing',
      { cells: ['import torch, numpy'], installed: ['numpy'] },
      ['requirements failed requirements-lacking']
    ],
    [
      'no kernel for the whole notebook',
      { settings: { mode: 'notebook' }, installed: ['nbclient'] },
      ['packages failed packages-for-notebook-mode']
    ],
    [
      'a parameter nobody declares',
      { settings: { parameters: { lr: '1' } } },
      ['parameters failed parameters-none']
    ],
    [
      'a file that cannot be had',
      { settings: { include: ['../x'] } },
      ['files failed include-outside']
    ],
    [
      'a file outside',
      { cells: ['open("/data/a.csv")'] },
      ['files warning file-outside']
    ],
    [
      'a module that hides a package',
      { cells: ['import json'], files: { 'json.py': '' } },
      ['files warning module-shadows']
    ],
    [
      'a module that no package beside it has',
      { cells: ['import p.gone'], files: { 'p/__init__.py': '' } },
      ['imports failed import-absent']
    ],
    [
      'a module that is left out',
      {
        ...{ cells: ['import mine'], files: { 'mine.py': '' } },
        settings: { exclude: ['mine.py'] }
      },
      ['imports warning import-left-out']
    ],
    [
      'a module that is only known in the run',
      { cells: ['import_module(x)'] },
      ['imports warning import-computed']
    ],
    [
      'a module that nobody knows',
      { cells: ['import odd'] },
      ['imports failed modules-unknown']
    ],
    [
      'a module that nobody knows, and that was imported',
      { cells: ['import odd'], imported: tried({ module: 'odd' }) },
      []
    ],
    [
      'a module that fails',
      { cells: ['import os'], imported: tried({ module: 'os', fault: 'OSError' }) },
      ['imports failed import-fails']
    ],
    [
      'a function defined twice',
      { cells: twice, settings: { function: 'f' } },
      ['code warning function-redefined']
    ]
  ])('with %s', async (_what, scene, expected) => {
    expect(noteworthy(await planned(scene))).toEqual(expected);
  });

  it('names the commit its folder is at', async () => {
    const commit = 'c0ffee'.repeat(7).slice(0, 40);
    expect((await planned({ commit })).plan.source.commit).toBe(commit);
    expect((await planned({})).plan.source).not.toHaveProperty('commit');
  });

  it('ships the script, the runner and what the code needs, each by its digest', async () => {
    const files = { 'mine.py': 'open("a.csv")', 'a.csv': '1', 'other.txt': '2' };
    const { plan, bundle } = await planned({ cells: ['import mine'], files });
    expect(bundle.files.map(({ path }) => path)).toEqual([
      '.jkf/entry.json',
      '.jkf/n.py',
      '.jkf/runner/__main__.py',
      'a.csv',
      'mine.py'
    ]);
    expect(bundle.files.find(({ path }) => path === 'a.csv')).toMatchObject({
      sha256: 'digest of a.csv',
      content: { kind: 'copy', from: '/home/ada/a.csv' }
    });
    expect(plan.bundle.files.map(({ path }) => path)).toEqual([
      '.jkf/n.py',
      'a.csv',
      'mine.py'
    ]);
  });

  describe('for a cluster', () => {
    const target = { kind: 'cluster', context: 'dev', namespace: 'team-a' } as const;
    const cells = ['import numpy, torch', 'x = 1'];

    it('says nothing of what this computer lacks', async () => {
      const scene = { cells, settings: { target, ranks: 8 } };
      expect(noteworthy(await planned(scene))).toEqual([]);
    });

    it('needs no interpreter here, and says what it did not look at', async () => {
      const found = await planned({ cells, settings: { target }, noKernel: true });
      expect(found.plan.environment.kind).toBe('image');
      expect(noteworthy(found)).toEqual(['kernel unknown kernel-not-here']);
    });

    it('still says what no computer could run', async () => {
      const fault = { line: 1, message: 'invalid syntax' };
      const settings = { target, parameters: { lr: '1' } };
      expect(noteworthy(await planned({ cells, settings, fault }))).toEqual([
        'syntax failed syntax-invalid',
        'parameters failed parameters-none'
      ]);
    });

    it('imports nothing, for the image is elsewhere', async () => {
      const found = await planned({ settings: { target }, imported: tried() });
      expect(noteworthy(found)).toEqual(['imports unknown imports-elsewhere']);
    });

    it('names packages that the image is not known to have', async () => {
      const scene = { cells: ['import helpful'], settings: { target } };
      const [found] = (await planned(scene)).plan.checks.filter(
        ({ name }) => name === 'packages'
      );
      expect(found?.problem?.params['packages']).toBe('helpful');
    });
  });

  it('says where in the notebook Python stumbles', async () => {
    const script = await planned({ cells: ['x = 1', '\ny = 2'] });
    const made = script.bundle.files.find(({ path }) => path === '.jkf/n.py');
    const lines = made?.content.kind === 'text' ? made.content.text.split('\n') : [];
    const fault = { line: lines.indexOf('y = 2') + 1, message: 'no' };
    const { plan } = await planned({ cells: ['x = 1', '\ny = 2'], fault });
    const check = plan.checks.find(({ name }) => name === 'syntax');
    expect(check?.problem?.place).toEqual({ cell: 2, line: 2 });
  });
});
