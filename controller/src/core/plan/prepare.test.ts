import { DEFAULT_SETTINGS, type Settings } from '@jupyterlab-kubeflow/protocol';
import { describe, expect, it } from 'vitest';
import { prepare, type Prepared } from './prepare.js';

/** A notebook of cells; `tags | source` gives a cell tags. */
function prepared(cells: readonly string[], settings: Partial<Settings>): Prepared {
  const text = JSON.stringify({
    nbformat: 4,
    cells: cells.map(cell => {
      const [source = '', tags] = cell.split(' | ').reverse();
      return { cell_type: 'code', source, metadata: { tags: tags?.split(' ') ?? [] } };
    })
  });
  return prepare(
    { path: 'a/My Work.ipynb', text },
    { ...DEFAULT_SETTINGS, ...settings }
  );
}

const outcomes = ({ cells }: Prepared): string[] =>
  cells.map(({ outcome, reason }) => `${outcome} ${reason.code}`);

const CELLS = ['skip | input()', '# nothing', '%unknown', 'skip-execution | 1/0', 'x'];

describe('the cells of a notebook', () => {
  it('are decided one by one for a script', () => {
    expect(outcomes(prepared(CELLS, {}))).toEqual([
      'dropped cell-skipped',
      'dropped cell-comments',
      'refused construct-refused',
      'dropped cell-skipped',
      'kept cell-kept'
    ]);
  });

  it('all run in a kernel, but those that its runner skips', () => {
    expect(outcomes(prepared(CELLS, { mode: 'notebook' }))).toEqual([
      'dropped cell-skipped',
      'kept cell-executed',
      'kept cell-executed',
      'dropped cell-skipped',
      'kept cell-executed'
    ]);
  });

  it('of a function are those that it needs, and why the others are not', () => {
    const cells = [
      'import os',
      'def f(): return os.sep',
      'input()',
      'x = f()\n%unknown\ndef g(): return x',
      '# nothing'
    ];
    expect(outcomes(prepared(cells, { function: 'f' }))).toEqual([
      'kept cell-kept',
      'kept cell-kept',
      'dropped cell-not-needed',
      'dropped cell-not-needed',
      'dropped cell-comments'
    ]);
    const { cells: ofG } = prepared(cells, { function: 'g' });
    expect(ofG[3]).toMatchObject({ outcome: 'kept', decisions: [] });
    expect(ofG[2]?.reason.text).toBe('the function g does not need it');
  });

  it('stay as they are while there is no such function', () => {
    const plain = outcomes(prepared(CELLS, {}));
    expect(outcomes(prepared(CELLS, { function: 'absent' }))).toEqual(plain);
  });

  it('wait for nobody in a kernel either', () => {
    const { problems } = prepared(['x = 1', 'input()'], { mode: 'notebook' });
    expect(problems.map(({ code, place }) => [code, place?.cell])).toEqual([
      ['input-asked', 2]
    ]);
  });
});

describe('the code that is looked at', () => {
  const cells = [
    'x = 1',
    '\n%matplotlib inline',
    'skip | %matplotlib inline',
    '%pylab'
  ];
  const imports = (settings: Partial<Settings>): readonly unknown[] =>
    prepared(cells, settings).code.filter(({ code }) => code.includes('import'));

  it('has what magics import where a kernel runs them, and nowhere else', () => {
    expect(imports({ mode: 'notebook' })).toEqual([
      { cell: 2, code: '\nimport matplotlib' },
      { cell: 4, code: 'import matplotlib' }
    ]);
    expect(imports({ mode: 'script' })).toEqual([]);
  });
});

describe('what runs', () => {
  it.each<[Partial<Settings>, string, string]>([
    [{}, 'script', '.jkf/my-work.py'],
    [{ mode: 'notebook' }, 'notebook', '.jkf/my-work.ipynb'],
    [{ function: 'f' }, 'function', '.jkf/my-work.py']
  ])('with %j is a %s', (settings, kind, path) => {
    const { entry, spec, file } = prepared(['def f(): pass'], settings);
    expect([entry.kind, spec.kind, file.path]).toEqual([kind, kind, path]);
  });

  it('of a function are only the problems of what it needs', () => {
    const cells = ['%unknown', 'def f(): pass', 'def g():\n    %unknown'];
    expect(prepared(cells, { function: 'f' }).problems).toEqual([]);
    expect(prepared(cells, { function: 'g' }).problems).toHaveLength(1);
  });

  it.each<[string, Partial<Settings>, string[]]>([
    ['a.py', {}, []],
    ['a.PY', { mode: 'notebook' }, ['mode-unsuitable']],
    ['a.py', { function: 'f' }, ['mode-unsuitable']]
  ])('is a Python file: %s with %j', (path, settings, codes) => {
    const all = { ...DEFAULT_SETTINGS, ...settings };
    const { kind, problems } = prepare({ path, text: 'x = 1' }, all);
    expect([kind, problems.map(({ code }) => code)]).toEqual(['python', codes]);
  });
});
