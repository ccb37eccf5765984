import { describe, expect, it } from 'vitest';
import { cell, converted } from '../testing.js';

describe('top-level await', () => {
  it.each([
    ['await f()', 'run_async(f())'],
    ['x = await f() + await g()', 'x = run_async(f()) + run_async(g())'],
    ['await f(await g())', 'run_async(f(run_async(g())))'],
    ['(await\n f())', '(run_async(\n f()))'],
    ['await x ** 2', 'run_async(x) ** 2'],
    ['if a:\n    await f()', 'if a:\n    run_async(f())'],
    ['async for x in f(): pass', 'for x in iterate_async(f()): pass'],
    ['async for x in a, b: pass', 'for x in iterate_async(a, b): pass'],
    ['[x async for x in f()]', '[x for x in iterate_async(f())]'],
    ['async with a as b, c: pass', 'with enter_async(a) as b, enter_async(c): pass'],
    ['async with await f() as a: pass', 'with enter_async(run_async(f())) as a: pass'],
    [
      'async with (a as b,\n  c as d): pass',
      'with (enter_async(a) as b,\n  enter_async(c) as d): pass'
    ],
    ['async with f() as (a, b): pass', 'with enter_async(f()) as (a, b): pass'],
    ['async def f():\n    await x', 'async def f():\n    await x']
  ])('%j', (source, code) => {
    expect(cell(source).code).toBe(code);
  });
});

describe('from __future__', () => {
  it.each([
    [
      'from __future__ import annotations\nx',
      'pass  # at the top of the script: from __future__ import annotations\nx'
    ],
    ['from __future__ import division; x = 1', 'pass; x = 1'],
    [
      'from __future__ import (division,\n  annotations)\nx',
      'pass  # at the top of the script: from __future__ import (division, …\n\nx'
    ]
  ])('%j', (source, code) => {
    expect(cell(source).code).toBe(code);
  });

  it('lists every name once, sorted', () => {
    const { futures } = converted(
      'from __future__ import division, annotations',
      'from __future__ import division\nx'
    );
    expect(futures).toEqual(['annotations', 'division']);
  });
});

describe('calls on get_ipython()', () => {
  it.each([
    ['get_ipython().run_line_magic("time", "f()")', 'f()'],
    ["get_ipython().magic('%cd ..')", "cd('..', globals())"],
    ["get_ipython().magic('cd ..')", "cd('..', globals())"],
    ['get_ipython().system("ls")', "sh('ls', globals())"],
    ['n = len(get_ipython().getoutput("ls"))', "n = len(sh_lines('ls', globals()))"],
    ['get_ipython().system(f"ls {x}")', 'sh(f"ls {x}", globals())'],
    [
      'def f(c):\n    get_ipython().system(c)',
      'def f(c):\n    sh(c, {**globals(), **locals()})'
    ],
    [
      'get_ipython().run_cell_magic("bash", "", "ls\\n")',
      "script('bash', 'ls\\n', globals())"
    ],
    [
      'x = get_ipython().getoutput(\n  "ls"\n)\ny',
      "x = (sh_lines('ls', globals())\n\n)\ny"
    ],
    [
      'get_ipython().run_line_magic("matplotlib", "inline")\nx',
      'pass  # left out: get_ipython().run_line_magic("matplotlib", "inline")\nx'
    ]
  ])('%j', (source, code) => {
    expect(cell(source).code).toBe(code);
  });

  it('refuses what the policy refuses', () => {
    const { problems } = converted('get_ipython().run_line_magic("store", "x")');
    expect(problems[0]).toMatchObject({ code: 'magic-session', place: { line: 1 } });
  });
});
