import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { literalsIn } from './literals.js';
import { parsePython } from './tree.js';
import { stringValue } from './string-value.js';

/** Values, with `>` before what is written; cells are separated by a line `--`. */
function found(text: string): string[] {
  const blocks = text.split('\n--\n').map((code, i) => ({ cell: i + 1, code }));
  return literalsIn(blocks).map(({ value, written }) => (written ? '>' : '') + value);
}

describe('literalsIn', () => {
  it.each([
    ['f("a.csv", r"b\\c", b"d")', ['a.csv', 'b\\c', 'd']],
    ['f("a" "b" \'c\')', ['abc']],
    ['f("\\x41\\u00e9\\n\\101\\q")', ['Aé\nA\\q']],
    ['f("""x\ny""")', ['x\ny']],
    ['"doc"\ndef f():\n  """doc"""\n  return "x"', ['x']],
    ['Path("a") / "b" / "c.csv"', ['a/b/c.csv']],
    ['pathlib.Path("a", "b.csv")', ['a/b.csv']],
    ['os.path.join("a", "b", "c.csv")', ['a/b/c.csv']],
    ['os.path.join("a/", "/b")', ['/b']],
    ['d["key"]', []],
    ['Path("a") / name', ['a']],
    ['open(f"data/{i}.csv")', ['data/*.csv']],
    ['open(f"{{a}}/{i:03d}")', ['{a}/*']],
    ['"a/" + "b"', ['a/b']],
    ['D = "data"\n--\nopen(f"{D}/x.csv")', ['data/x.csv']],
    ['D = Path("data")\nP = D / "x.csv"\nread(P)', ['data/x.csv']],
    ['D = "data"\nread(D)', ['data']],
    ['D = "data"', ['data']],
    ['D = "a"\nD = "b"\nread(D)', ['a', 'b']]
  ])('%j', (code, expected) => {
    expect(found(code)).toEqual(expected);
  });

  it('gives the place', () => {
    expect(literalsIn([{ code: '' }, { cell: 4, code: '\nf("a")' }])).toMatchObject([
      { cell: 4, line: 2, value: 'a', pattern: false, callee: 'f' }
    ]);
  });
});

describe('a written path', () => {
  it.each([
    ['df.to_csv("a.csv")', ['>a.csv']],
    ['plt.savefig("a.png", dpi=3)', ['>a.png']],
    ['open("a", "w")', ['>a', '>w']],
    ['open("a", mode="ab")', ['>a', '>ab']],
    ['open("a")', ['a']],
    ['open("a", "rb")', ['a', 'rb']],
    ['Path("a").write_text("x")', ['>a', '>x']],
    ['O = "o.csv"\ndf.to_csv(O)', ['>o.csv']],
    ['os.makedirs("out")', ['>out']],
    ['pd.read_csv("a.csv")', ['a.csv']]
  ])('%j', (code, expected) => {
    expect(found(code)).toEqual(expected);
  });
});

describe('stringValue', () => {
  it('reads any text back from its JSON form, which Python shares', () => {
    fc.assert(
      fc.property(fc.string(), text => {
        const code = JSON.stringify(text);
        const node = parsePython(code).topNode.firstChild?.firstChild;
        expect(node && stringValue(node, code)).toBe(text);
      })
    );
  });
});
