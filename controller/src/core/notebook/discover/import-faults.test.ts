import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { discovered, type Folder, type Given } from './testing.js';

const FOLDER: Folder = {
  'a.py': 'from .b import z',
  'b.py': 'z = 1',
  'lazy.py': 'def f():\n    import p.gone',
  'p/__init__.py': '',
  'p/q.py': 'from .r import x\nfrom .gone import y',
  'p/far.py': 'from ...b import z',
  'p/r.py': 'x = 1',
  'p/built.cpython-311-x86_64-linux-gnu.so': 1,
  'p/source.pyx': '',
  'p/inner/deep.py': '',
  'made/__init__.py': 'import sys\nsys.modules["made.up"] = sys',
  'ns/m.py': '',
  'json.py': ''
};

/** Sentences that are said of imports: `!` they fail, `?` they may, `…` nobody knows. */
function said(code: string, given: Given = {}, folder = FOLDER): string[] {
  const { failing, doubtful, untold } = discovered(code, folder, given).importFaults;
  return [
    ...failing.map(({ code, params }) => `! ${code} ${JSON.stringify(params)}`),
    ...doubtful.map(({ code, params }) => `? ${code} ${JSON.stringify(params)}`),
    ...untold.map(({ text }) => `… ${text}`)
  ];
}
const absent = (module: string, where: string): string =>
  `import-absent ${JSON.stringify({ module, where, package: 'p' })}`;
const relative = (module: string, where: string, name: string): string =>
  `import-relative ${JSON.stringify({ module, where, name })}`;

describe('imports beside the notebook', () => {
  it.each<[string, string[]]>([
    ['import p.r, b\nfrom p import anything', []],
    ['import p.gone', [`! ${absent('p.gone', 'cell 1, line 1')}`]],
    ['x = 1\n--\nfrom p.gone import z', [`! ${absent('p.gone', 'cell 2, line 1')}`]],
    // Of a module beside the notebook, and in a function of one.
    ['import p.q', [`! ${absent('.gone', 'p/q.py, line 2')}`]],
    ['import lazy', [`! ${absent('p.gone', 'lazy.py, line 2')}`]],
    // Relative ones that belong to no package.
    ['from .b import z', [`! ${relative('.b', 'cell 1, line 1', 'b')}`]],
    ['from . import b', [`! ${relative('.', 'cell 1, line 1', 'b')}`]],
    ['import a', [`! ${relative('.b', 'a.py, line 1', 'b')}`]],
    ['import p.far', [`! ${relative('...b', 'p/far.py, line 1', 'b')}`]],
    // They are there in another form, or nobody can tell.
    ['import p.built, p.source, p.inner.deep', []],
    ['import made.up', []],
    ['import ns.gone', []],
    ['if TYPE_CHECKING:\n  import p.gone', []],
    ['try:\n  import p.gone\nexcept ImportError:\n  pass', []],
    // What programs write is not there yet.
    [
      'sh("protoc x.proto")\nimport p.gone',
      [`? ${absent('p.gone', 'cell 1, line 2')}`]
    ],
    [
      'subprocess.run("make")\nimport p.gone',
      [`? ${absent('p.gone', 'cell 1, line 2')}`]
    ]
  ])('%j', (code, expected) => {
    expect(said(code)).toEqual(expected);
  });

  it('are said once, and told from what is no module', () => {
    const [fault, ...rest] = said('import p.r.x');
    expect(fault).toContain('"module":"p.r.x"');
    expect(rest).toEqual([]);
    expect(said('import lazy\nfrom lazy import f')).toHaveLength(1);
  });

  it('may be written by the notebook, or be among files that were not counted', () => {
    const written = [{ path: 'p/gone.py' }];
    expect(said('import p.gone', { written })).toEqual([]);
    const listing = { files: [{ path: 'p/__init__.py', size: 0, executable: false }] };
    const some = { listing: { ...listing, truncated: true } };
    expect(said('import p.gone', some)).toEqual([]);
  });

  it('are doubtful when their file is left out, but not where it hides what is installed', () => {
    const without = { choice: { include: [], exclude: ['b.py', 'json.py', 'p'] } };
    expect(said('import b', without)).toEqual([
      '? import-left-out {"module":"b","where":"cell 1, line 1","path":"b.py"}'
    ]);
    expect(said('from p.r import x', without)).toHaveLength(1);
    expect(said('import json', without)).toEqual([]);
    expect(said('try:\n  import b\nexcept Exception:\n  pass', without)).toEqual([]);
  });

  it.each([
    ['importlib.import_module(name)', 1],
    ['for n in names:\n  __import__(f"plugins.{n}")', 1],
    ['import_module(".b", package="p")', 1],
    ['importlib.import_module("b")', 0],
    ['importlib.reload(b)', 0],
    ['try:\n  importlib.import_module(n)\nexcept ImportError:\n  pass', 0]
  ])('are told to be unknown when they are computed: %j', (code, count) => {
    const lines = said(code);
    expect(lines).toHaveLength(count);
    for (const line of lines)
      expect(line).toMatch(/^… cell 1, line \d imports a module/);
  });

  it('of whatever packages there are: what is there is never told to be absent', () => {
    const name = fc.constantFrom('a', 'b', 'c', 'd');
    const module = fc.array(name, { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(fc.uniqueArray(module), module, (modules, wanted) => {
        const folder = packagesOf(modules);
        const found = said(`import ${wanted.join('.')}`, { facts: undefined }, folder);
        const isThere = [
          `${wanted.join('/')}.py`,
          `${wanted.join('/')}/__init__.py`
        ].some(path => path in folder);
        const hasTop = `${wanted[0] ?? ''}/__init__.py` in folder;
        expect(found.length > 0).toBe(hasTop && !isThere);
      })
    );
  });
});

/** Each module as a package with an empty file, and those above it. */
function packagesOf(modules: readonly (readonly string[])[]): Folder {
  const paths = modules.flatMap(parts =>
    parts.map((_, at) => `${parts.slice(0, at + 1).join('/')}/__init__.py`)
  );
  return Object.fromEntries(paths.map(path => [path, '']));
}
