import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ProblemError, type Problem } from '@jupyterlab-kubeflow/protocol';
import { readNotebook, readPythonFile, stripOutputs } from './document.js';

/** A notebook of format 4 around cells, as text. */
function notebook(cells: unknown[], metadata: unknown = {}): string {
  return JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata, cells });
}

const code = (source: unknown, rest: object = {}): object => ({
  cell_type: 'code',
  source,
  metadata: {},
  outputs: [],
  execution_count: 3,
  ...rest
});
const markdown = (source: unknown): object => ({
  cell_type: 'markdown',
  source,
  metadata: {}
});

function problemOf(work: () => unknown): Problem {
  try {
    work();
  } catch (error) {
    if (error instanceof ProblemError) return error.problem;
    throw error;
  }
  throw new Error('nothing was wrong');
}

describe('readNotebook', () => {
  it('numbers code cells from 1 and keeps the position of every cell', () => {
    const document = readNotebook(
      notebook([markdown('# a'), code('x = 1'), markdown('b'), code('y = 2')]),
      'n.ipynb'
    );
    expect(
      document.cells.map(({ index, number, kind }) => [index, number, kind])
    ).toEqual([
      [0, undefined, 'markdown'],
      [1, 1, 'code'],
      [2, undefined, 'markdown'],
      [3, 2, 'code']
    ]);
  });

  it.each([
    ['a list of lines', ['a = 1\n', 'b = 2'], 'a = 1\nb = 2'],
    ['one string', 'a = 1\nb = 2', 'a = 1\nb = 2'],
    ['Windows line ends', ['a = 1\r\n', 'b = 2\r\n'], 'a = 1\nb = 2\n'],
    ['old Mac line ends', 'a = 1\rb = 2', 'a = 1\nb = 2'],
    ['a line end cut between two list items', ['a\r', '\nb'], 'a\nb'],
    ['no ASCII at all', 'größe = "数据 🚀"', 'größe = "数据 🚀"']
  ])('reads a source with %s', (_, source, expected) => {
    expect(readNotebook(notebook([code(source)]), 'n').cells[0]?.source).toBe(expected);
  });

  it('reads a file that starts with a byte order mark', () => {
    expect(readNotebook('\uFEFF' + notebook([code('a')]), 'n').cells).toHaveLength(1);
  });

  it('keeps the tags that are text, and the id', () => {
    const cell = code('a', { id: 'c1', metadata: { tags: ['skip', 3, null, 'x y'] } });
    expect(readNotebook(notebook([cell]), 'n').cells[0]).toMatchObject({
      id: 'c1',
      tags: ['skip', 'x y']
    });
  });

  it('ignores megabytes of outputs and attachments', () => {
    const big = [{ output_type: 'stream', name: 'stdout', text: 'x'.repeat(4e6) }];
    const attached = {
      ...markdown('![](attachment:a.png)'),
      attachments: { 'a.png': {} }
    };
    const text = notebook([code('a', { outputs: big }), attached]);
    expect(readNotebook(text, 'n').cells.map(cell => cell.source)).toEqual([
      'a',
      '![](attachment:a.png)'
    ]);
  });
});

describe('a format 3 notebook', () => {
  const old = JSON.stringify({
    nbformat: 3,
    nbformat_minor: 0,
    metadata: { name: 'old' },
    worksheets: [
      {
        cells: [
          { cell_type: 'heading', level: 2, source: ['A title'], metadata: {} },
          { cell_type: 'code', input: ['a = 1\n', 'a'], prompt_number: 7, outputs: [] }
        ]
      },
      { cells: [{ cell_type: 'html', source: '<b>x</b>' }] }
    ]
  });

  it('is upgraded across its worksheets', () => {
    const document = readNotebook(old, 'n');
    expect(document.cells.map(cell => [cell.kind, cell.source])).toEqual([
      ['markdown', '## A title'],
      ['code', 'a = 1\na'],
      ['markdown', '<b>x</b>']
    ]);
  });

  it('strips to a format 4 notebook that reads the same', () => {
    const stripped = stripOutputs(old);
    expect(JSON.parse(stripped)).toMatchObject({ nbformat: 4 });
    expect(readNotebook(stripped, 'n').cells).toEqual(readNotebook(old, 'n').cells);
  });

  it('of another language is refused', () => {
    const text = old.replace('"prompt_number"', '"language":"julia","prompt_number"');
    expect(problemOf(() => readNotebook(text, 'n')).code).toBe('notebook-not-python');
  });
});

describe('a broken notebook', () => {
  it.each([
    ['nothing', '', 'notebook-not-json', 'the file is empty'],
    [
      'a cut file',
      '{"cells": [\n  {"cell_type"',
      'notebook-not-json',
      'too early, at line 2'
    ],
    [
      'a comma too many',
      '{"a": 1,\n}',
      'notebook-not-json',
      'unexpected "}" at line 2, column 1'
    ],
    [
      'plain text',
      'import os',
      'notebook-not-json',
      'unexpected "i" at line 1, column 1'
    ],
    [
      'a merge conflict',
      '{\n<<<<<<< HEAD\n"a":1\n',
      'notebook-conflict',
      'first in line 2'
    ],
    ['a list', '[]', 'notebook-not-object', 'not an object'],
    [
      'format 2',
      '{"nbformat":2,"worksheets":[]}',
      'notebook-format-unknown',
      'has notebook format 2'
    ],
    ['format 5', '{"nbformat":5,"cells":[]}', 'notebook-format-unknown', 'format 5'],
    ['no format', '{"cells":[]}', 'notebook-format-unknown', 'format null'],
    ['no cells', '{"nbformat":4}', 'notebook-no-cells', 'no list of cells'],
    ['no code', notebook([markdown('a'), code('  \n')]), 'notebook-empty', 'no code'],
    [
      'an unknown cell type',
      notebook([code('a'), { cell_type: 'sql', source: '' }]),
      'notebook-cell-bad',
      'Cell 2 of n.ipynb, counting cells of all types, has the unknown type "sql"'
    ],
    ['a cell that is text', notebook(['a']), 'notebook-cell-bad', 'Cell 1'],
    [
      'a cell without source',
      notebook([{ cell_type: 'code' }]),
      'notebook-cell-bad',
      'Cell 1'
    ]
  ])('with %s is refused', (_, text, expected, sentence) => {
    const problem = problemOf(() => readNotebook(text, 'n.ipynb'));
    expect(problem.code).toBe(expected);
    expect(problem.sentence).toContain(sentence);
  });

  it('never ends in anything but a row of the error table', () => {
    const cell = fc.oneof(
      fc.record({
        cell_type: fc.constantFrom('code', 'markdown', 'x'),
        source: fc.json()
      }),
      fc.anything()
    );
    const broken = fc.oneof(
      fc.json(),
      fc.string(),
      fc
        .record({ nbformat: fc.constantFrom(3, 4, 5), cells: fc.array(cell) })
        .map(value =>
          JSON.stringify(value, (_, v: unknown) => (typeof v === 'bigint' ? 1 : v))
        )
    );
    fc.assert(
      fc.property(broken, fc.nat(), (text, cut) => {
        for (const input of [text, text.slice(0, cut % (text.length + 1))]) {
          try {
            readNotebook(input, 'n');
            stripOutputs(input);
          } catch (error) {
            expect(error).toBeInstanceOf(ProblemError);
          }
        }
      })
    );
  });
});

describe('the kernel of a notebook', () => {
  const spec = (name: string, rest: object = {}): object => ({
    kernelspec: { name, display_name: name, ...rest }
  });
  it.each([
    ['is absent when none is named', {}, undefined],
    ['is Python by default', spec('my env'), { name: 'my env', language: 'python' }],
    [
      'is what the kernelspec says, not what ran last',
      { ...spec('python3'), language_info: { name: 'python', version: '2.7.1' } },
      { name: 'python3' }
    ]
  ])('%s', (_, metadata, expected) => {
    const { kernel } = readNotebook(notebook([code('a')], metadata), 'n');
    if (expected === undefined) expect(kernel).toBeUndefined();
    else expect(kernel).toMatchObject(expected);
  });

  it.each([
    [spec('ir', { language: 'R' }), 'notebook-not-python'],
    [{ language_info: { name: 'julia' } }, 'notebook-not-python'],
    [spec('python2'), 'notebook-python2'],
    [spec('conda-old', { display_name: 'Python 2 (old)' }), 'notebook-python2'],
    [{ language_info: { name: 'python', version: '2.7.18' } }, 'notebook-python2']
  ])('%j is refused', (metadata, expected) => {
    const problem = problemOf(() => readNotebook(notebook([code('a')], metadata), 'n'));
    expect(problem.code).toBe(expected);
  });
});

describe('readPythonFile', () => {
  it('without byte order mark and carriage returns', () => {
    expect(readPythonFile('\uFEFFa = 1\r\n', 'a.py')).toEqual({
      path: 'a.py',
      code: 'a = 1\n'
    });
  });

  it('refuses null bytes', () => {
    expect(problemOf(() => readPythonFile('a\0', 'a.py')).code).toBe(
      'python-file-binary'
    );
  });
});
