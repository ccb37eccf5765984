/** `jkf plan` and what starts a plan: nothing runs that was not planned. */
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isReady } from '../../controller/src/core/plan/checks.js';
import { environment } from '../environment.js';
import { notebookText } from '../notebooks.js';
import { Bench, EXAMPLES } from './jkf.js';
import { problemsOf } from './outcome.js';

const python = await environment('quickstart');

describe.skipIf(!python.path)(`plans${python.reason}`, () => {
  let bench: Bench;
  beforeAll(() => {
    bench = new Bench(python.path);
  });
  afterAll(() => {
    bench.dispose();
  });

  it('keeps to the schema, and computes the same plan twice', async () => {
    for (const name of ['digits', 'distributed-digits', 'torch-ddp', 'messy']) {
      const path = join(EXAMPLES, `${name}.ipynb`);
      // `plan` parses the answer by the schema.
      const plan = await bench.plan(path);
      expect(plan.name).toBe(name);
      expect((await bench.plan(path)).bundle.digest).toBe(plan.bundle.digest);
    }
    expect(existsSync(bench.runs)).toBe(false);
  });

  it('finds the files and packages that messy.ipynb needs, each with a reason', async () => {
    const plan = await bench.plan(join(EXAMPLES, 'messy.ipynb'));
    const files = plan.bundle.files.filter(({ included }) => included);
    const found = Object.fromEntries(files.map(({ path, origin }) => [path, origin]));
    expect(found).toMatchObject({
      'messy_tools/__init__.py': 'module',
      'messy_tools/digits.py': 'module',
      'messy_tools/pixels.py': 'module',
      'data/digits.csv': 'data'
    });
    expect(Object.keys(found)).toContain('messy_tools/summary.py');
    expect(Object.keys(found)).not.toContain('digits.ipynb');
    expect(files.every(({ reason }) => reason.text !== '')).toBe(true);
    expect(plan.bundle.requirements.map(({ name }) => name)).toContain('numpy');
  });

  it('asks for the framework that the notebook imports', async () => {
    const torch = await bench.plan(join(EXAMPLES, 'torch-ddp.ipynb'), '--ranks', '3');
    expect(torch.workload).toMatchObject({
      framework: 'torch',
      replicas: [
        { role: 'master', count: 1 },
        { role: 'worker', count: 2 }
      ]
    });
    expect(torch.parameters.map(({ name }) => name)).toContain('learning_rate');
  });

  it('leaves out what the user switches off and takes what is asked for', async () => {
    bench.file('more.txt', 'more');
    bench.file('less.txt', 'less');
    const path = bench.notebook('files.ipynb', 'open("less.txt").read()');
    const plan = await bench.plan(
      path,
      '--include',
      'more.txt',
      '--exclude',
      'less.txt'
    );
    const included = Object.fromEntries(
      plan.bundle.files.map(file => [file.path, file.included])
    );
    expect(included).toMatchObject({ 'more.txt': true, 'less.txt': false });
  });

  it('imports what the code imports for those who ask for it, and says what fails', async () => {
    bench.file('fine.py', 'print("noise")\nvalue = 1\n');
    bench.file('broken.py', 'import fine\nraise RuntimeError("not today")\n');
    const path = bench.notebook(
      'imports.ipynb',
      'import json, broken\nfrom fine import value',
      'from fine import nothing'
    );
    expect(isReady((await bench.plan(path)).checks)).toBe(true);
    const { checks } = await bench.plan(path, '--check-imports');
    const said = checks.filter(({ name }) => name === 'imports');
    expect(said.map(({ outcome, message }) => `${outcome}: ${message.text}`)).toEqual([
      'failed: cell 1, line 1 imports broken, and that fails: RuntimeError: not today (broken.py, line 2).',
      expect.stringMatching(/^failed: cell 1, line 2 imports fine, .*'nothing'/)
    ]);
    const refused = await bench.follow(path, '--check-imports');
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('not today');
    expect(existsSync(join(bench.runs, 'imports'))).toBe(false);
  });

  it('starts one run when the same id is started twice at once', async () => {
    const path = bench.notebook('once.ipynb', 'print("ran")');
    const args = [
      'run',
      path,
      ...bench.interpreter(),
      '--id',
      'only-once',
      '-o',
      'json'
    ];
    const ended = await Promise.all([bench.jkf(...args), bench.jkf(...args)]);
    expect(ended.map(({ code }) => code).sort()).toEqual([0, 2]);
    const second = ended.find(({ code }) => code === 2);
    expect(second && problemsOf(second)[0]?.code).toBe('run-exists');
    const { stdout } = await bench.jkf('runs', 'list', '-o', 'json');
    expect(stdout.match(/"only-once"/g)).toHaveLength(1);
  });

  it('runs a notebook as it was when planned, though it is saved meanwhile', async () => {
    const versions = ['a', 'b'].map(letter => notebookText([`print("${letter}" * 3)`]));
    const path = bench.file('saved.ipynb', versions[0] ?? '');
    const saving = setInterval(() => {
      versions.reverse();
      writeFileSync(path, versions[0] ?? '');
    }, 5);
    const outcome = await bench.follow(path, '-o', 'json');
    clearInterval(saving);
    // One version as a whole, or the sentence that it changed: never half of each.
    if (outcome.code === 0) expect(outcome.stdout).toMatch(/"text":"(aaa|bbb)"/);
    else
      expect(problemsOf(outcome)[0]?.code).toMatch(/source-changed|notebook-not-json/);
  });
});
