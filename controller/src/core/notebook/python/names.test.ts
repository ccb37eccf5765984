import { describe, expect, it } from 'vitest';
import { statementsOf, type Statement } from './names.js';

/**
 * One line a statement: `defines ?mayDefine ~mutates <reads <<later <(weak) !globalWrites`,
 * each sorted.
 */
function summary(statement: Statement): string {
  const marked = (mark: string, names: Iterable<string>): string[] =>
    [...names].sort().map(name => mark + name);
  const reads = statement.reads.map(
    ({ name, later, weak }) => `${later ? '<<' : '<'}${weak ? `(${name})` : name}`
  );
  return [
    ...marked('', statement.defines),
    ...marked('?', statement.mayDefine),
    ...marked('~', statement.mutates),
    ...reads.sort(),
    ...marked('!', statement.globalWrites),
    ...(statement.starImport ? ['*'] : [])
  ].join(' ');
}

const all = (code: string): string[] => statementsOf(code).map(summary);

describe('names of a statement', () => {
  it.each([
    ['x = y', 'x <y'],
    ['a, (b, *c), d[i] = e', 'a b c ~d <d <e <i'],
    ['x = y = z', 'x y <z'],
    ['x += y', '~x <x <y'],
    ['a.b.c = 1', '~a <a'],
    ['x: int = y', 'x <(int) <y'],
    ['x: int', '<(int)'],
    ['del x', '<x'],
    ['del d[k]', '~d <d <k'],
    ['if (n := f()) > 1: print(n)', 'n <f <print'],
    ['import a.b, c as d', 'a d'],
    ['from .x import (y as z, w)', 'w z'],
    ['from m import *', '*'],
    ['a = 1; b = a', 'a b']
  ])('%s', (code, expected) => {
    expect(all(code)).toEqual([expected]);
  });
});

describe('functions and classes', () => {
  it.each([
    ['def f(a, b=c, *d, e: T, **g) -> R: return a + h', 'f <(R) <(T) <<h <c'],
    ['lambda x, y=z: x + w', '<<w <z'],
    ['def f():\n  x = 1\n  def g():\n    nonlocal x\n    x = y\n  return x', 'f <<y'],
    ['def f():\n  global n\n  n = n + 1', 'f <<n !n'],
    ['def f():\n  print(x)\n  x = 1', 'f <<print'],
    ['def f(n): return f(n - 1)', 'f <<f'],
    ['class C(B, metaclass=M):\n  x = y\n  def m(self): return x', 'C <<x <B <M <y'],
    ['class C:\n  x = x', 'C <(x)'],
    ['class C:\n  n = 2\n  k = [n for _ in range(n)]', 'C <n <range'],
    ['@a.b(c)\ndef f(): pass', 'f <a <c'],
    ['@a[0].b\ndef f(): pass', 'f ?a <(a)'],
    ['def f[T: B](x: T) -> T: return T', 'f <(B)'],
    ['type A[T] = list[T] | B', 'A <<B <<list'],
    ['async def f():\n  async with a as b: await b', 'f <<a']
  ])('%s', (code, expected) => {
    const [first] = all(code);
    expect(first).toBe(expected);
  });
});

describe('comprehensions', () => {
  it.each([
    ['[x for x in xs if x > y]', '<xs <y'],
    ['f(a for a in b)', '<b <f'],
    ['{k: v for k, v in d.items() for w in k}', '<d'],
    ['[x for x in x]', '<x'],
    ['[y := f(x) for x in xs]\nz = y', 'y <f <xs'],
    ['[[a for a in b] for b in c]', '<c']
  ])('%s', (code, expected) => {
    expect(all(code)[0]).toBe(expected);
  });
});

describe('blocks', () => {
  it.each([
    ['for i, x in xs:\n  print(i)\nelse:\n  y = 1', '?i ?x ?y <print <xs'],
    ['if a:\n  x = 1\nelse:\n  x = 2', 'x <a'],
    ['if a:\n  x = 1\nelif b:\n  pass', '?x <a <b'],
    ['try:\n  import a\nexcept E as e:\n  a = e', 'a <E'],
    ['while t():\n  x = x + 1', '?x <(x) <t'],
    ['with open(p) as f, g(f) as h:\n  x = f.read()', 'f h x <g <open <p']
  ])('%s', (code, expected) => {
    expect(all(code)).toEqual([expected]);
  });

  it.each(['with a as (b, c):\n  x = 1', 'with (a as b, d as c):\n  x = 1'])(
    'takes any name for a target where the grammar is lost: %j',
    code => {
      const [statement, ...rest] = statementsOf(code);
      const names = new Set([
        ...(statement?.defines ?? []),
        ...(statement?.mayDefine ?? [])
      ]);
      expect(rest).toEqual([]);
      expect([...names]).toEqual(expect.arrayContaining(['b', 'c', 'x']));
      expect(statement?.reads.every(read => read.weak)).toBe(true);
    }
  );

  it('binds what patterns capture', () => {
    const code =
      'match p:\n  case {"a": x, **r}: pass\n  case K(y=z) | [_, *s]: pass\n  case m.C as q if q: pass';
    expect(all(code)).toEqual(['?q ?r ?s ?x ?z <K <m <p']);
  });
});

describe('changes in place', () => {
  it.each([
    ['xs.append(1)', '~xs <xs'],
    ['h = model.fit(X)', 'h ~model <X <model'],
    ['y = df.mean()', 'y <df'],
    ['df.head()', '<df'],
    ['random.shuffle(xs)', '~random ~xs <random <xs'],
    ['def f(): xs.append(1)', 'f <<xs'],
    ['import numpy as np\nnp.random.seed(0)', '~np <np'],
    ['import torch\ntorch.save(m)', '<m <torch'],
    ['import matplotlib as m\nm.rcParams["a"] = 1', '~m <m']
  ])('%s', (code, expected) => {
    expect(all(code).at(-1)).toBe(expected);
  });
});

describe('lines of a statement', () => {
  it.each([
    ['a = 1\n\n\ndef f():\n  pass\n\n\nb = 2', ['1-1', '4-5', '8-8']],
    ['@d\n@e\nclass C:\n  x = """\n\n"""\n', ['1-6']],
    ['x = [\n 1\n]\n# end', ['1-3']],
    ['a = 1; b = 2\nc', ['1-1', '2-2']]
  ])('%j', (code, expected) => {
    const lines = statementsOf(code).map(
      s => `${String(s.fromLine)}-${String(s.toLine)}`
    );
    expect(lines).toEqual(expected);
  });
});
