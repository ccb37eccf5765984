/** Everything that cannot be run gets its row of the error table, and exit code 2. */
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ERRORS, type ErrorCode, type Problem } from '@jupyterlab-kubeflow/protocol';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { environment } from '../environment.js';
import { notebookText } from '../notebooks.js';
import { Bench } from './jkf.js';
import { problemsOf, unwrapped } from './outcome.js';

const python = await environment('quickstart');

const kernel = (name: string, language: string): string =>
  notebookText(['print(1)'], {
    metadata: { kernelspec: { name, display_name: name, language } }
  });

const v4 = (cells: unknown): string =>
  JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells });

interface BadNotebook {
  readonly code: ErrorCode;
  readonly text: string;
  /** Where in the notebook it says the fault is. */
  readonly place?: { cell: number; line?: number };
}

const NOTEBOOKS: Readonly<Record<string, BadNotebook>> = {
  'cut off in the middle': {
    code: 'notebook-not-json',
    text: notebookText(['print(1)']).slice(0, 80)
  },
  'an empty file': { code: 'notebook-not-json', text: '' },
  'left in a merge conflict': {
    code: 'notebook-conflict',
    text: `{\n<<<<<<< HEAD\n"cells": [],\n=======\n>>>>>>> theirs\n"nbformat": 4}`
  },
  'a list': { code: 'notebook-not-object', text: '[1, 2]' },
  'without cells': { code: 'notebook-no-cells', text: '{"nbformat": 4}' },
  'of format 2': {
    code: 'notebook-format-unknown',
    text: notebookText(['print(1)'], { format: [2, 0] })
  },
  'of format 5': {
    code: 'notebook-format-unknown',
    text: notebookText(['print(1)'], { format: [5, 0] })
  },
  'with a cell that is none': { code: 'notebook-cell-bad', text: v4([1]) },
  'without code': { code: 'notebook-empty', text: notebookText(['', '  \n']) },
  'for R': { code: 'notebook-not-python', text: kernel('ir', 'R') },
  'for Python 2': { code: 'notebook-python2', text: kernel('python2', 'python') },
  'with a syntax error': {
    code: 'cell-syntax',
    text: notebookText(['x = 1', 'y = (1,\nz = 2']),
    place: { cell: 2 }
  },
  'that asks for input': {
    code: 'input-asked',
    text: notebookText(['x = 1', '\nname = input("Who? ")']),
    place: { cell: 2, line: 2 }
  },
  'that asks for a password': {
    code: 'input-asked',
    text: notebookText(['from getpass import getpass\ngetpass()']),
    place: { cell: 1, line: 2 }
  },
  'with a magic nobody knows': {
    code: 'magic-unknown',
    text: notebookText(['if True:\n    %sparkle -n 3']),
    place: { cell: 1, line: 2 }
  },
  'with code of another language': {
    code: 'magic-language',
    text: notebookText(['%%javascript\nalert(1)']),
    place: { cell: 1, line: 1 }
  },
  'with a script in the background': {
    code: 'shell-background',
    text: notebookText(['%%bash --bg\nsleep 60']),
    place: { cell: 1, line: 1 }
  },
  'that uses captured output': {
    code: 'capture-used',
    text: notebookText(['%%capture out\nprint(1)', 'print(out.stdout)'])
  }
};

describe.skipIf(!python.path)(`bad input${python.reason}`, () => {
  let bench: Bench;
  beforeAll(() => {
    bench = new Bench(python.path);
  });
  afterAll(() => {
    // Nothing of all this became a run.
    expect(existsSync(bench.runs)).toBe(false);
    bench.dispose();
  });

  /** Exit code, codes of the error table, and what people are told. */
  async function refusal(file: string, ...options: string[]): Promise<Refusal> {
    const args = ['run', file, ...bench.interpreter(), ...options];
    const [plan, run] = [
      await bench.jkf('plan', ...args.slice(1), '-o', 'json'),
      await bench.jkf(...args)
    ];
    expect(plan.code).toBe(2);
    expect(run.code).toBe(2);
    expect(run.stderr).not.toMatch(/^\s+at .*:\d+:\d+\)?$/m);
    return { problems: problemsOf(plan), told: run.stderr };
  }

  it.each(Object.entries(NOTEBOOKS))('refuses a notebook %s', async (name, bad) => {
    const path = bench.file(`${name.replaceAll(' ', '-')}.ipynb`, bad.text);
    const { problems, told } = await refusal(path);
    const found = problems.find(({ code }) => code === bad.code);
    expect(problems.map(({ code }) => code)).toContain(bad.code);
    if (bad.place) expect(found?.place).toMatchObject(bad.place);
    expect(unwrapped(told)).toContain(unwrapped(found?.sentence ?? ''));
    expect(unwrapped(told)).toContain(unwrapped(found?.remedy ?? ''));
  });

  const options: [string, ErrorCode, (bench: Bench) => string[]][] = [
    ['a file that is not there', 'file-missing', () => ['absent.ipynb']],
    [
      'a folder without notebooks',
      'folder-without-notebooks',
      ({ folder }) => {
        mkdirSync(join(folder, 'folder.ipynb'), { recursive: true });
        return [join(folder, 'folder.ipynb')];
      }
    ],
    ['another type of file', 'file-kind-unknown', it => [it.file('a.txt', 'x')]],
    ['binary Python', 'python-file-binary', it => [it.file('a.py', 'x = 1\0')]],
    [
      'an interpreter that is not there',
      'python-not-found',
      it => [it.notebook('a.ipynb', 'x'), '--python', '/no/such/python']
    ],
    [
      'an unknown parameter',
      'parameters-none',
      it => [it.notebook('b.ipynb', 'x = 1'), '--param', 'y=1']
    ],
    [
      'a parameter of the wrong type',
      'parameter-type',
      it => [
        it.file('c.ipynb', notebookText([{ source: 'n = 1', tags: ['parameters'] }])),
        ...['--param', 'n=many']
      ]
    ],
    ['no ranks', 'option-invalid', it => [it.notebook('d.ipynb', 'x'), '--ranks', '0']]
  ];

  it.each(options)('refuses %s', async (_, code, args) => {
    const [file = '', ...rest] = args(bench);
    const { problems } = await refusal(file, ...rest);
    expect(problems.map(one => one.code)).toContain(code);
  });

  it('names a kernel that is gone', async () => {
    const path = bench.file('gone.ipynb', kernel('no-such-kernel', 'python'));
    const { code, stdout, stderr } = await bench.jkf('plan', path, '-o', 'json');
    expect(code).toBe(2);
    const problems = problemsOf({ code, stdout, stderr });
    expect(problems[0]).toMatchObject({
      code: 'kernel-missing',
      params: { kernel: 'no-such-kernel' }
    });
  });

  it('names a folder of runs that cannot be made', async () => {
    const path = bench.notebook('fine.ipynb', 'x = 1');
    // Root may write anywhere, but not below a file.
    const home = join(bench.file('occupied', ''), 'runs');
    const told = async (command: string): Promise<Problem[]> => {
      const args = [command, path, ...bench.interpreter(), '-o', 'json'];
      const ended = await bench.start(args, { JKF_HOME: home }).ended;
      expect(ended.code).toBe(2);
      return problemsOf(ended);
    };
    expect((await told('plan')).map(({ code }) => code)).toEqual([
      'folder-not-writable'
    ]);
    const [blocked] = await told('run');
    expect(blocked?.code).toBe('plan-blocked');
    expect(blocked?.sentence).toContain(`${home}/runs cannot be written to`);
  });

  it('gives every problem a row of the table', () => {
    const rows = Object.keys(ERRORS);
    for (const { code } of Object.values(NOTEBOOKS)) expect(rows).toContain(code);
  });
});

interface Refusal {
  readonly problems: ReturnType<typeof problemsOf>;
  readonly told: string;
}
