import { describe, expect, it } from 'vitest';
import { syntaxFault } from './syntax.js';
import { parseTolerant } from './tolerant.js';

function fault(source: string): string | undefined {
  return syntaxFault(source, parseTolerant(source))?.detail;
}

describe('correct Python that the grammar does not know', () => {
  it.each([
    'def f():\n    x = yield\n    yield',
    'x = 1.\ny = 2. * 3.e5',
    'x = 1. if a else 2.',
    'with (open(a) as f,\n      open(b) as g,  # two\n):\n    pass',
    'with f() as (a, b):\n    pass',
    'with f() as self.x, g() as y[0]:\n    pass',
    '[a for a, *b in c]',
    'match x:\n    case A() | B(): pass',
    'print',
    "rf'(\\{{x)'",
    'for x in y:\n    pass\nelse:\n    pass',
    'while a:\n    for b in c: pass\n    else: break',
    'def f(a, b=1, *, c, d=2): f(*a, b, c=1, *d, **e)',
    'async def f():\n    async with a as b: return await b',
    '(a, [b, *c]), d.e = f[0] = x',
    'if a:\n\tx\n\tif b:\n\t\ty\nz',
    'x = (1,\n2,\n  3)\n# c\n  # d\ny'
  ])('%j', source => {
    expect(fault(source)).toBeUndefined();
  });
});

describe('what CPython refuses', () => {
  it.each([
    ['x = = 1', 'invalid syntax'],
    ['return 1', `'return' outside function`],
    ['class A:\n    return 1', `'return' outside function`],
    ['yield 1', `'yield' outside function`],
    ['def f():\n    await x', `'await' outside async function`],
    ['break', `'break' outside loop`],
    ['for x in y:\n    pass\nelse:\n    break', `'break' outside loop`],
    ['while x:\n    def f(): continue', `'continue' not in loop`],
    ['f() = 1', 'cannot assign to this'],
    ['None = 1', 'cannot assign to this'],
    ['del f()', 'cannot delete this'],
    ['a, b: int', 'only single targets can be annotated'],
    ['a,: int = 1', 'only single targets can be annotated'],
    ['print "x"', `missing parentheses in call to 'print'`],
    ['a <> b', 'invalid syntax'],
    ['raise A, b', 'invalid syntax'],
    ['x;; y', 'invalid syntax'],
    ['0777', 'leading zeros in decimal integer literals are not permitted'],
    ['1__0', 'invalid decimal literal'],
    ['x = "abc\ny', 'unterminated string literal'],
    ['"a" b"b"', 'cannot mix bytes and nonbytes literals'],
    ['f(a=1, 2)', 'positional argument follows keyword argument'],
    ['f(**a, *b)', 'iterable argument unpacking follows keyword argument unpacking'],
    ['def f(a, a): pass', `duplicate argument 'a'`],
    [
      'def f(a=1, b): pass',
      'parameter without a default follows parameter with a default'
    ],
    ['nonlocal x', 'nonlocal declaration not allowed at module level'],
    ['from __future__ import braces', 'future feature braces is not defined'],
    ['try: pass', `expected 'except' or 'finally' block`],
    ['x = 1\n  y = 2', 'unexpected indent'],
    ['if a:\n    x\n  y', 'unindent does not match any outer indentation level'],
    ['if a:\n  @f\ndef g(): pass', 'unexpected unindent'],
    ['if a:\n        x\n\ty', 'inconsistent use of tabs and spaces in indentation'],
    ['if a:\n  if b:\n\tx', 'inconsistent use of tabs and spaces in indentation']
  ])('%j', (source, detail) => {
    expect(fault(source)).toBe(detail);
  });
});
