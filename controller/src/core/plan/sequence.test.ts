import {
  DEFAULT_SETTINGS,
  ProblemError,
  type Settings
} from '@jupyterlab-kubeflow/protocol';
import { describe, expect, it } from 'vitest';
import type { SourceText } from './prepare.js';
import { namesBehind, prepareAll } from './sequence.js';

/** A notebook; `tags | source` gives a cell tags. */
function notebook(path: string, ...cells: string[]): SourceText {
  const made = cells.map(cell => {
    const [source = '', tags] = cell.split(' | ').reverse();
    return { cell_type: 'code', source, metadata: { tags: tags?.split(' ') ?? [] } };
  });
  return { path, text: JSON.stringify({ nbformat: 4, cells: made }) };
}

const A = notebook('work/a.ipynb', 'parameters | n = 1', 'import torch');
const B = notebook('b.ipynb', 'parameters | n = 2\nm = 3', 'import numpy');

const several = (...others: SourceText[]) => prepareAll(A, others, DEFAULT_SETTINGS);

describe('several notebooks', () => {
  it('are executed whole, in order, with the parameters that each declares', () => {
    const { spec, entry, mode, more } = several(B, notebook('c d.ipynb', 'x = 1'));
    expect(mode).toBe('notebook');
    expect(entry).toEqual({
      kind: 'notebook',
      path: '.jkf/a.ipynb',
      then: ['b.ipynb', 'c d.ipynb']
    });
    expect(spec).toEqual({
      kind: 'notebook',
      path: '.jkf/a.ipynb',
      source: 'a.ipynb',
      parameters: ['n'],
      next: [
        { path: '.jkf/next/1.ipynb', source: 'b.ipynb', parameters: ['n', 'm'] },
        { path: '.jkf/next/2.ipynb', source: 'c d.ipynb', parameters: [] }
      ]
    });
    expect(more?.map(({ path }) => path)).toEqual([
      '.jkf/next/1.ipynb',
      '.jkf/next/2.ipynb'
    ]);
  });

  it('have the parameters of all, each with the first default', () => {
    const { parameters } = several(B);
    expect(parameters.map(({ name, defaultSource }) => [name, defaultSource])).toEqual([
      ['n', '1'],
      ['m', '3']
    ]);
  });

  it('have the code of all looked through, by cells of the first alone', () => {
    const { code } = several(B);
    expect(code.map(({ code: text }) => text)).toContain('import numpy');
    expect(code.map(({ cell }) => cell)).toEqual([1, 2, undefined, undefined]);
  });

  it('have what each installs, of Debian too', () => {
    const c = notebook(
      'c.ipynb',
      '!apt-get install -y graphviz git',
      '!pip install six'
    );
    const d = notebook('d.ipynb', '!apt install git', '!apt install $(cat list)');
    const { requirements, system } = several(c, d);
    expect(requirements.map(({ text }) => text)).toContain('six');
    expect(system).toEqual({
      packages: ['graphviz', 'git'],
      unread: ['apt install $(cat list)']
    });
  });

  it('name the one that cannot run', () => {
    const { problems } = several(notebook('bad.ipynb', 'x = input()'));
    expect(problems.map(({ code, place }) => [code, place])).toEqual([
      ['notebook-of-several', undefined]
    ]);
    expect(problems[0]?.sentence).toMatch(/^In bad\.ipynb: Cell 1, line 1/);
  });

  it('are one notebook when none is behind it', () => {
    expect(several().mode).toBe('script');
    expect(several()).not.toHaveProperty('more');
  });
});

describe('the notebooks behind the first', () => {
  const names = (settings: Partial<Settings>, path = 'work/a.ipynb') => {
    try {
      return namesBehind(path, { ...DEFAULT_SETTINGS, ...settings });
    } catch (error) {
      return error instanceof ProblemError ? error.problem.code : error;
    }
  };

  it.each<[Partial<Settings>, unknown]>([
    [{}, []],
    [{ then: ['b.ipynb'] }, ['b.ipynb']],
    [{ then: ['b.ipynb'], mode: 'notebook' }, ['b.ipynb']],
    [{ then: ['b.py'] }, 'notebooks-only'],
    [{ then: ['../b.ipynb'] }, 'notebooks-apart'],
    [{ then: ['c\\b.ipynb'] }, 'notebooks-apart'],
    [{ then: ['b.ipynb'], mode: 'script' }, 'notebooks-mode'],
    [{ then: ['b.ipynb'], function: 'f' }, 'notebooks-mode']
  ])('of %j are %j', (settings, expected) => {
    expect(names(settings)).toEqual(expected);
  });

  it('are none of a Python file', () => {
    expect(names({ then: ['b.ipynb'] }, 'a.py')).toBe('notebooks-only');
  });
});
