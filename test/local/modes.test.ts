/** Everything that can be run: notebooks as scripts and whole, functions, `.py` files. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { environment } from '../environment.js';
import { Bench } from './jkf.js';

const python = await environment('dev');

describe.skipIf(!python.path)(`what jkf runs${python.reason}`, () => {
  let bench: Bench;
  beforeAll(() => {
    bench = new Bench(python.path);
  });
  afterAll(() => {
    bench.dispose();
  });

  it('runs the whole notebook in a kernel and gives the executed notebook back', async () => {
    const path = bench.notebook(
      'whole.ipynb',
      { source: 'n = 2', tags: ['parameters'] },
      'print("n is", n)\nn * 21',
      '%%html\n<b>only a kernel shows this</b>'
    );
    const outcome = await bench.run(path, '--mode', 'notebook', '--param', 'n=3');
    expect(outcome.code).toBe(0);
    const executed = readFileSync(
      workFile(outcome.run.folder, '.jkf/executed.ipynb'),
      'utf8'
    );
    expect(executed).toContain('n is 3');
    expect(executed).toContain('"63"');
    expect(executed).toContain('only a kernel shows this');
    expect(readFileSync(path, 'utf8')).not.toContain('n is 3');
  });

  it('runs one function with what it needs, and nothing else', async () => {
    const path = bench.notebook(
      'function.ipynb',
      'import math\nscale = 10',
      'raise RuntimeError("not needed by the function")',
      'def area(radius):\n    return round(math.pi * radius**2 * scale)',
      'def main(radius=1, name="disc"):\n    print(name, area(radius))\n    return radius'
    );
    const options = ['--function', 'main', '--param', 'radius=2'];
    const outcome = await bench.run(path, ...options);
    expect(outcome.code).toBe(0);
    expect(outcome.lines()).toEqual(['disc 126']);
    expect(outcome.events('value').at(-1)?.text).toBe('2');
  });

  it('runs notebooks one after the other, each in a kernel of its own, to the first that fails', async () => {
    const files = [
      bench.notebook('first.ipynb', 'x = 1\nopen("x.txt", "w").write("7")'),
      bench.notebook(
        'second.ipynb',
        'print(open("x.txt").read(), "x" in globals())',
        'y'
      ),
      bench.notebook('third.ipynb', 'print("never")')
    ];
    const [first = '', ...others] = files;
    const outcome = await bench.run(first, ...others);
    const { code, run } = outcome;
    expect(code).toBe(1);
    expect(run.problem?.sentence).toBe(
      "Rank 0: cell 2 of second.ipynb, line 1, raised NameError: name 'y' is not defined"
    );
    expect(outcome.lines()).toContain('7 False');
    expect(outcome.lines()).not.toContain('never');
    expect(run.progress).toEqual({ position: 3, of: 4 });
    const second = workFile(run.folder, '.jkf/executed/second.ipynb');
    expect(readFileSync(second, 'utf8')).toContain('NameError');
  });

  it('runs a .py file with its arguments, and gives back its exit code', async () => {
    bench.file('lib/__init__.py', 'word = "imported"\n');
    const path = bench.file(
      'job.py',
      'import sys\nfrom lib import word\nprint(word, sys.argv[1:], __name__)\nsys.exit(7)\n'
    );
    const outcome = await bench.run(path, '--', '--fast', 'x y');
    expect(outcome.lines()).toEqual(["imported ['--fast', 'x y'] __main__"]);
    expect(outcome.code).toBe(7);
  });

  it('runs what stands in paths with spaces and letters of all kinds', async () => {
    const path = bench.notebook(
      'mein Ordner/größe 名前.ipynb',
      'open("daten ü.txt").read().strip()'
    );
    bench.file('mein Ordner/daten ü.txt', 'gelesen\n');
    const outcome = await bench.run(path);
    expect(outcome.code).toBe(0);
    expect(outcome.events('value')[0]?.text).toBe("'gelesen'");
  });

  it('reads format 3 and notebooks with megabytes of outputs', async () => {
    const old = bench.file('old.ipynb', FORMAT_3);
    const large = bench.file('large.ipynb', withLargeOutput('print("ran")'));
    expect((await bench.run(old)).lines()).toEqual(['from format 3']);
    const outcome = await bench.run(large);
    expect(outcome.lines()).toEqual(['ran']);
  });

  it('reports the value of expressions, displays and metrics in JSON lines', async () => {
    const path = bench.notebook(
      'events.ipynb',
      'import json\nprint(json.dumps({"metric": "f1", "value": 0.5, "step": 3}))',
      'display("shown")\n1 + 1'
    );
    const outcome = await bench.run(path);
    expect(outcome.events('metric')).toMatchObject([
      { name: 'f1', value: 0.5, step: 3 }
    ]);
    expect(outcome.events('value').map(({ text }) => text)).toEqual(["'shown'", '2']);
    expect(outcome.events('cell-finished')).toHaveLength(2);
    expect(outcome.run.peakBytes).toBeGreaterThan(1_000_000);
  });
});

describe.skipIf(!python.path || process.platform !== 'linux')(
  `what jkf measures${python.reason}`,
  () => {
    it('tells CPU and memory of a rank with all of its processes', async () => {
      const bench = new Bench(python.path);
      try {
        const outcome = await bench.run(bench.notebook('busy.ipynb', BUSY));
        expect(outcome.code).toBe(0);
        const told = outcome.events('usage');
        // Each of the two processes holds 100 MB.
        const most = Math.max(...told.map(({ memoryBytes }) => memoryBytes));
        expect(most).toBeGreaterThan(200_000_000);
        expect(most).toBeLessThan(2_000_000_000);
        const times = told.map(({ time }) => time);
        expect(times).toEqual([...times].sort((a, b) => a - b));
        expect(Math.max(...told.map(({ cpu }) => cpu))).toBeGreaterThan(0.2);
        const { stdout, code } = await bench.jkf('runs', 'usage', outcome.run.id);
        expect([code, stdout]).toEqual([0, expect.stringMatching(/^0 +\d.*MiB/m)]);
      } finally {
        bench.dispose();
      }
    });
  }
);

/** A forked child and its parent, at work for three seconds. */
const BUSY = `
import os, time
own = bytearray(b"x") * 100_000_000
child = os.fork()
if child == 0:
    own = bytearray(b"y") * 100_000_000
end = time.monotonic() + 3
while time.monotonic() < end:
    sum(range(10_000))
if child == 0:
    os._exit(0)
os.waitpid(child, 0)
`;

function workFile(folder = '', path = ''): string {
  return join(folder, 'ranks', '0', 'work', path);
}

const FORMAT_3 = JSON.stringify({
  nbformat: 3,
  nbformat_minor: 0,
  metadata: { name: 'old' },
  worksheets: [
    {
      cells: [
        {
          cell_type: 'code',
          collapsed: false,
          input: ['print("from format 3")'],
          language: 'python',
          outputs: []
        }
      ]
    }
  ]
});

function withLargeOutput(source: string): string {
  const output = { output_type: 'stream', name: 'stdout', text: 'x'.repeat(8_000_000) };
  const image = { 'image.png': { 'image/png': 'AAAA' } };
  return JSON.stringify({
    nbformat: 4,
    nbformat_minor: 1,
    metadata: {},
    cells: [
      { cell_type: 'markdown', metadata: {}, attachments: image, source: 'A picture' },
      { cell_type: 'code', metadata: {}, execution_count: 1, source, outputs: [output] }
    ]
  });
}
