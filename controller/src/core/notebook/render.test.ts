import { describe, expect, it } from 'vitest';
import { converted } from './testing.js';
import { renderFunction, renderScript } from './render.js';

const NOTEBOOK = [
  '# Digits\nfrom __future__ import annotations\nimport os',
  '%matplotlib inline',
  '#: parameters\nn = 3',
  '%%bash\nls',
  'def f(x):\n    return x + n\n\nf(n)'
];

describe('a script', () => {
  it('is readable Python with a marker for each cell', () => {
    const { text } = renderScript(converted(...NOTEBOOK));
    expect(text).toBe(
      [
        '# test.ipynb, converted by: jkf convert',
        '# Cells keep their order; # %% [n] is code cell n.',
        '',
        'from __future__ import annotations',
        'from jkf_runner import script  # ships with every run',
        '',
        '# %% [1]',
        '# Digits',
        'pass  # at the top of the script: from __future__ import annotations',
        'import os',
        '',
        '# %% [3] parameters',
        'n = 3',
        '',
        '# %% [4]',
        "script('bash', '''\\",
        'ls',
        "''', globals())",
        '',
        '# %% [5]',
        'def f(x):',
        '    return x + n',
        '',
        'f(n)',
        ''
      ].join('\n')
    );
  });

  it('maps its lines to the cells, lines of its own to none', () => {
    const { cells } = renderScript(converted(...NOTEBOOK));
    expect(cells.map(({ number, segments }) => [number, segments])).toEqual([
      [1, [{ scriptLine: 8, cellLine: 1, lines: 3 }]],
      [3, [{ scriptLine: 13, cellLine: 1, lines: 1 }]],
      [4, [{ scriptLine: 16, cellLine: 1, lines: 2 }]],
      [5, [{ scriptLine: 21, cellLine: 1, lines: 4 }]]
    ]);
    expect(cells.map(cell => cell.parameters)).toEqual([false, true, false, false]);
  });

  it('has no head when it needs none, and breaks long imports', () => {
    expect(renderScript(converted('x')).text.split('\n')[2]).toBe('');
    const many =
      '!a\nx = !b\n%cd c\n%env d\n%run e\nawait f\ndisplay(g)\nasync for h in i: j';
    const { text } = renderScript(converted(many));
    expect(text).toContain(
      'from jkf_runner import (  # ships with every run\n    cd,\n'
    );
  });
});

describe('the script of one function', () => {
  it('holds the needed lines of the needed cells', () => {
    const conversion = converted(...NOTEBOOK);
    const needed = [
      { cell: 3, fromLine: 1, toLine: 1 },
      { cell: 5, fromLine: 1, toLine: 2 }
    ];
    const { text, cells } = renderFunction(conversion, needed, 'f');
    expect(text.split('\n').slice(4)).toEqual([
      '',
      '# %% [3] parameters',
      'n = 3',
      '',
      '# %% [5]',
      'def f(x):',
      '    return x + n',
      ''
    ]);
    expect(cells[1]?.segments).toEqual([{ scriptLine: 10, cellLine: 1, lines: 2 }]);
  });
});
