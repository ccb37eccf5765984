import { describe, expect, it } from 'vitest';
import { importsIn } from './imports.js';

/** `module(names)` with `?` for optional, `#` for typing only, and its line. */
function found(code: string): string[] {
  return importsIn(code).map(
    ({ module, level, names, line, optional, typing }) =>
      `${'.'.repeat(level)}${module}${names.length > 0 ? `(${names.join(',')})` : ''}` +
      `${optional ? '?' : ''}${typing ? '#' : ''}@${String(line)}`
  );
}

describe('importsIn', () => {
  it.each([
    ['import a.b as c, d', ['a.b@1', 'd@1']],
    ['from a.b import (\n  c as d, # why\n  e,\n)', ['a.b(c,e)@1']],
    ['from . import x', ['.(x)@1']],
    ['from ...y.z import w', ['...y.z(w)@1']],
    ['from a import *', ['a@1']],
    ['import a; from b import c', ['a@1', 'b(c)@1']],
    ['def f():\n  import a\nclass C:\n  from b import c', ['a@2', 'b(c)@4']],
    ['try:\n  import a\nexcept ImportError:\n  import b', ['a?@2', 'b?@4']],
    ['try:\n  import a\nexcept (ValueError, ModuleNotFoundError):\n  pass', ['a?@2']],
    ['try:\n  import a\nexcept:\n  pass', ['a?@2']],
    ['try:\n  import a\nexcept KeyError:\n  pass', ['a@2']],
    ['try:\n  import a\nfinally:\n  pass', ['a@2']],
    ['if typing.TYPE_CHECKING:\n  import a\nelse:\n  import b', ['a#@2', 'b@4']],
    ['importlib.import_module("a.b")', ['a.b@1']],
    ['x = __import__(\'a\')\nimport_module(".r", "p")', ['a@1']],
    ['s = "import a"\n# import b', []]
  ])('%j', (code, expected) => {
    expect(found(code)).toEqual(expected);
  });
});
