import { describe, expect, it } from 'vitest';
import type { Discovery } from './discover.js';
import { discovered, type Folder } from './testing.js';

/** Paths that are shipped, and in brackets those that are not, with the reason's code. */
function files(found: Discovery): string {
  return found.files
    .map(({ path, included, reason }) =>
      included ? path : `(${path}: ${reason.code})`
    )
    .join(' ');
}

describe('local modules', () => {
  const folder: Folder = {
    'a.py': 'import b',
    'b.py': 'import os, a',
    'unused.py': '',
    'p/__init__.py': 'from .q import x',
    'p/q.py': 'from . import r\nfrom ..b import z',
    'p/r.py': '',
    'p/s/__init__.py': '',
    'p/s/t.py': 'from ..r import y',
    'p/table.csv': 'x',
    'ns/m.py': 'import numpy',
    'src/lib.py': '',
    'data/x.csv': ''
  };
  const whole = 'p/__init__.py p/q.py p/r.py p/s/__init__.py p/s/t.py p/table.csv';
  it.each([
    ['import os', ''],
    ['import a', 'a.py b.py'],
    ['from a import f', 'a.py b.py'],
    ['import p', whole],
    ['from p.s import t', whole],
    ['import ns.m', 'ns/m.py'],
    ['from ns import m', 'ns/m.py'],
    ['import lib', ''],
    ['import sys\nsys.path.append("src")\n--\nimport lib', 'src/lib.py'],
    ['sys.path.insert(0, os.path.abspath("./src"))\nimport lib', 'src/lib.py'],
    ['import data', ''],
    ['if TYPE_CHECKING:\n  import a', ''],
    ['importlib.import_module("b")', 'a.py b.py']
  ])('%j', (code, expected) => {
    expect(files(discovered(code, folder))).toBe(expected);
  });

  it('may shadow an installed distribution, which is noted', () => {
    const found = discovered('import numpy', { 'numpy.py': '' });
    expect(files(found)).toBe('numpy.py');
    expect(found.requirements).toEqual([]);
    expect(found.notes.map(note => note.code)).toEqual(['module-shadows']);
  });

  it('without __init__.py go behind an installed distribution', () => {
    expect(files(discovered('import torch', { 'torch/x.py': '' }))).toBe('');
  });

  it('that the notebook writes are neither shipped nor required', () => {
    const written = [{ path: 'helper.py', text: 'import sklearn' }];
    const found = discovered('import helper', { 'helper.py': 'old' }, { written });
    expect(files(found)).toBe('');
    expect(found.requirements.map(({ name }) => name)).toEqual(['scikit-learn']);
  });

  it('are followed from scripts that the notebook runs', () => {
    const folder = { 'jobs/run.py': 'import part', 'jobs/part.py': '', 'c.py': '' };
    const found = discovered('sh("python c.py")', folder, { shipped: ['jobs/run.py'] });
    expect(files(found)).toBe('c.py jobs/part.py jobs/run.py');
  });

  it('that import each other are read once', () => {
    expect(discovered('import a', folder).rounds).toBe(3);
  });
});

describe('data files', () => {
  const folder: Folder = {
    'd.csv': 1,
    'data/a.csv': 1,
    'data/b.csv': 1,
    'data/deep/c.txt': 1,
    'out.csv': 1,
    'big.bin': 11 * 1024 * 1024,
    '.env': 1,
    'data/key.pem': 1
  };
  it.each([
    ['read("d.csv")', 'd.csv'],
    ['read("./d.csv")', 'd.csv'],
    ['read("data/a.csv"); read("absent.csv")', 'data/a.csv'],
    [
      'listdir("data")',
      'data/a.csv data/b.csv data/deep/c.txt (data/key.pem: file-secret)'
    ],
    ['glob("data/*.csv")', 'data/a.csv data/b.csv'],
    ['glob("data/**/*.txt")', 'data/deep/c.txt'],
    ['D = Path("data")\n--\nread(D / "a.csv")', 'data/a.csv'],
    ['read(f"data/{name}.csv")', 'data/a.csv data/b.csv'],
    ['print(f"{a}/{b}")', ''],
    ['df.to_csv("out.csv")', '(out.csv: file-output)'],
    ['exists("out.csv")\ndf.to_csv("out.csv")', 'out.csv'],
    ['read("big.bin")', '(big.bin: file-too-large)'],
    ['load_dotenv(".env")', '(.env: file-secret)'],
    ['x["d.csv"]', ''],
    ['get("https://e.org/d.csv")', '']
  ])('%j', (code, expected) => {
    expect(files(discovered(code, folder))).toBe(expected);
  });

  it('over the limit in all are left out, the first ones kept', () => {
    const many = Object.fromEntries(
      Array.from({ length: 6 }, (_, i) => [`d/${String(i)}.bin`, 9 * 1024 * 1024])
    );
    const found = discovered('listdir("d")', many);
    expect(found.files.map(({ included }) => included)).toEqual([
      ...[true, true, true, true, true],
      false
    ]);
    expect(found.warnings.map(({ code }) => code)).toEqual(['file-not-shipped']);
  });

  it.each([
    ['\nread("/home/me/x.csv")', { cell: 1, line: 2 }],
    ['open("../x.csv")', { cell: 1, line: 1 }],
    ['Path("~/data")', { cell: 1, line: 1 }],
    ['read("C:\\\\x.csv")', { cell: 1, line: 1 }]
  ])('outside the folder are named: %j', (code, place) => {
    const { warnings } = discovered(code, folder);
    expect(warnings).toMatchObject([{ code: 'file-outside', place }]);
  });

  it.each([
    'get("/api/v1")',
    'open("/tmp/x.csv", "w")',
    'f("a / b")',
    'open("/dev/null")'
  ])('%j is no file outside', code => {
    expect(discovered(code, folder).warnings).toEqual([]);
  });
});

describe("the user's choice", () => {
  const folder: Folder = {
    'a.py': '',
    'big.bin': 11 * 1024 * 1024,
    'more/x.txt': 1,
    'more/id_rsa': 1,
    '.git/config': 1
  };
  const choose = (include: string[], exclude: string[] = []): Discovery =>
    discovered('import a\nread("big.bin")', folder, { choice: { include, exclude } });

  it.each([
    [['big.bin'], [], 'a.py big.bin'],
    [
      ['more'],
      [],
      'a.py (big.bin: file-too-large) (more/id_rsa: file-secret) more/x.txt'
    ],
    [
      ['.'],
      ['big.bin'],
      'a.py (big.bin: file-left-out) (more/id_rsa: file-secret) more/x.txt'
    ],
    [['**/*.txt'], ['*.bin'], 'a.py (big.bin: file-left-out) more/x.txt'],
    [[], ['*.py', 'big.bin'], '(a.py: file-left-out) (big.bin: file-left-out)'],
    [
      ['more/x.txt'],
      ['more', 'big.bin'],
      'a.py (big.bin: file-left-out) (more/x.txt: file-left-out)'
    ]
  ])('include %j, exclude %j', (include, exclude, expected) => {
    expect(files(choose(include, exclude))).toBe(expected);
  });

  it.each([
    ['more/id_rsa', 'include-secret'],
    ['../x', 'include-outside'],
    ['/etc/passwd', 'include-outside'],
    ['absent', 'include-nothing'],
    ['', 'include-nothing'],
    ['.git/config', 'include-nothing']
  ])('of %s is refused', (path, expected) => {
    expect(choose([path]).problems.map(({ code }) => code)).toEqual([expected]);
  });
});
