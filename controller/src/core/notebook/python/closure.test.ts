import { describe, expect, it } from 'vitest';
import { closureOf, missingArguments, type Closure } from './closure.js';

/** Cells are separated by a line `--`. */
function cells(text: string): { number: number; code: string }[] {
  return text.split('\n--\n').map((code, i) => ({ number: i + 1, code }));
}

/** First lines of the statements that `f` needs, joined by ` | `. */
function needs(text: string, name = 'f'): string {
  const all = cells(text);
  return closureOf(all, name)
    .needed.map(({ cell, fromLine }) => all[cell - 1]?.code.split('\n')[fromLine - 1])
    .join(' | ');
}

const codes = (closure: Closure): string[] => closure.problems.map(({ code }) => code);

describe('closureOf keeps', () => {
  it.each([
    [
      'only what is used',
      'a = 1\nb = 2\ndef f(): return a',
      'a = 1 | def f(): return a'
    ],
    [
      'what functions need in turn',
      'a = 1\n--\ndef g(): return a\nx = 0\n--\ndef f(): return g()',
      'a = 1 | def g(): return a | def f(): return g()'
    ],
    [
      'definitions below the function',
      'def f(): return g()\n--\ndef g(): return 1',
      'def f(): return g() | def g(): return 1'
    ],
    [
      'the last of several definitions',
      'a = 1\na = 2\ndef f(): return a',
      'a = 2 | def f(): return a'
    ],
    [
      'the definition that was live where it was used',
      'a = 1\nb = a + 1\na = 5\ndef f(): return a + b',
      'a = 1 | b = a + 1 | a = 5 | def f(): return a + b'
    ],
    [
      'changes in place',
      'xs = []\nxs.append(1)\nxs[0] += 2\nprint(xs)\ndef f(): return xs',
      'xs = [] | xs.append(1) | xs[0] += 2 | def f(): return xs'
    ],
    [
      'blocks that define a name, and what came before them',
      'def gpu(): pass\nd = "cpu"\nif gpu():\n  d = "cuda"\ndef f(): return d',
      'def gpu(): pass | d = "cpu" | if gpu(): | def f(): return d'
    ],
    [
      'a guarded import without what came before',
      'np = 1\ntry:\n  import cupy as np\nexcept ImportError:\n  import numpy as np\ndef f(): np',
      'try: | def f(): np'
    ],
    [
      'decorators, defaults, bases and annotations',
      'import d\nk = 1\nclass B: pass\nclass C(B): pass\n@d.e\ndef f(x: C = k): pass',
      'import d | k = 1 | class B: pass | class C(B): pass | @d.e'
    ],
    [
      'imports from the future',
      'from __future__ import annotations\nimport os\ndef f(x: Unknown): pass',
      'from __future__ import annotations | def f(x: Unknown): pass'
    ],
    [
      'star imports only when a name is open',
      'from m import *\ndef f(): return 1',
      'def f(): return 1'
    ],
    [
      'star imports when a name is open',
      'from m import *\ndef f(): return g()',
      'from m import * | def f(): return g()'
    ],
    [
      'the configuration of modules, but not their output',
      'import matplotlib.pyplot as plt\nplt.style.use("x")\nplt.plot(1)\ndef f(): plt',
      'import matplotlib.pyplot as plt | plt.style.use("x") | def f(): plt'
    ],
    [
      'calls that set a global',
      'def setup():\n  global n\n  n = 1\nsetup()\ndef f(): return n',
      'def setup(): | setup() | def f(): return n'
    ],
    [
      'no call of the function itself',
      'n = 0\ndef f():\n  global n\n  n += 1\nf()\nf()',
      'n = 0 | def f():'
    ],
    [
      'what sets up the process',
      'import sys, os\nif 1:\n  sys.path.append("src")\nimport lib\nos.environ["A"] = "1"\nos.getcwd()\ndef f(): lib',
      'import sys, os | if 1: | import lib | os.environ["A"] = "1" | def f(): lib'
    ],
    [
      'a wrapped function',
      'import tf\ndef f(): pass\nf = tf.function(f)',
      'import tf | def f(): pass | f = tf.function(f)'
    ]
  ])('%s', (_, text, expected) => {
    expect(needs(text)).toBe(expected);
    expect(closureOf(cells(text), 'f').problems).toEqual([]);
  });

  it('helpers of the runner, and those statements of theirs that set up the process', () => {
    const all = cells(
      'cd("data")\n--\nfiles = sh_lines("ls")\njkf_env("A", "1")\nsh("x")\ndef f(): return files'
    );
    const helpers = ['cd', 'env as jkf_env', 'sh', 'sh_lines'];
    const { needed, problems } = closureOf(all, 'f', helpers);
    expect(problems).toEqual([]);
    expect(needed.map(({ cell, fromLine }) => [cell, fromLine])).toEqual([
      [1, 1],
      [2, 1],
      [2, 2],
      [2, 4]
    ]);
  });

  it('names cell and lines', () => {
    const { needed } = closureOf(
      cells('import os\n--\nx = 1\n\n@dec\ndef f():\n  os\n'),
      'f'
    );
    expect(needed).toEqual([
      { cell: 1, fromLine: 1, toLine: 1 },
      { cell: 2, fromLine: 3, toLine: 5 }
    ]);
  });
});

describe('the signature', () => {
  it('gives parameters with type and default', () => {
    const text =
      'def f(a, b: int, c=1.5, *args, d: list[int] = [], e="x", g=None, h=-2, **kw): pass';
    const { parameters, required } = closureOf(cells(text), 'f');
    expect(parameters.map(p => [p.name, p.type, p.defaultSource])).toEqual([
      ['a', 'any', ''],
      ['b', 'int', ''],
      ['c', 'float', '1.5'],
      ['d', 'list', '[]'],
      ['e', 'str', '"x"'],
      ['g', 'none', 'None'],
      ['h', 'int', '-2']
    ]);
    expect(required).toEqual(['a', 'b']);
  });

  it('names the arguments that are missing', () => {
    const closure = closureOf(cells('def f(a, b, c=1): pass'), 'f');
    expect(missingArguments('f', closure, { b: 1 }).map(p => p.params)).toEqual([
      { name: 'f', parameter: 'a' }
    ]);
  });
});

describe('closureOf reports', () => {
  it.each([
    ['a = 1', 'f', 'function-none'],
    ['def train_model(): pass', 'trainmodel', 'function-missing'],
    ['class f: pass', 'f', 'function-none'],
    ['def f(a, /): pass', 'f', 'function-positional-only'],
    ['def f(): return nowhere', 'f', 'function-name-missing'],
    ['b = a\na = 1\ndef f(): return b', 'f', 'function-name-late']
  ])('%j', (text, name, expected) => {
    expect(codes(closureOf(cells(text), name))).toEqual([expected]);
  });

  it('near misses first', () => {
    const text = 'def other(): pass\ndef train_model(): pass';
    const [wrong] = closureOf(cells(text), 'trian_model').problems;
    expect(wrong?.params).toEqual({ name: 'trian_model', known: 'train_model' });
  });

  it('the place of a missing name', () => {
    const [wrong] = closureOf(cells('x = 1\n--\n\ndef f(): return q'), 'f').problems;
    expect(wrong).toMatchObject({ params: { name: 'q' }, place: { cell: 2, line: 2 } });
  });

  it('a second definition as a note', () => {
    const { notes, problems } = closureOf(cells('def f(): a\n--\ndef f(): pass'), 'f');
    expect(problems).toEqual([]);
    expect(notes.map(note => note.params)).toEqual([{ name: 'f', cell: 2 }]);
  });
});
