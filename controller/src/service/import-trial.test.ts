import { DEFAULT_SETTINGS } from '@jupyterlab-kubeflow/protocol';
import { describe, expect, it } from 'vitest';
import { discovered, type Folder } from '../core/notebook/discover/testing.js';
import type { ImportResult, ImportTrial } from '../ports/kernel.js';
import { tryImports } from './import-trial.js';

const FACTS = {
  ...{ python: '/own/python', version: '3.11.2', implementation: 'CPython' },
  ...{ platform: 'linux', distributions: [], stdlib: [] }
};

/** What is asked of whoever imports, and what is said of what comes of it. */
async function asked(code: string, folder: Folder, result: Partial<ImportResult> = {}) {
  const trials: ImportTrial[] = [];
  const doing: string[] = [];
  const discovery = discovered(code, folder);
  const told = await tryImports(
    {
      run: (_, trial, watch) => {
        trials.push(trial);
        trial.modules.forEach(({ module }) => watch?.onModule?.(module));
        const outcomes = trial.modules.map(({ module }) => ({ module }));
        const all = { kind: 'tried', outcomes, seconds: 1.5, ...result };
        return Promise.resolve(all as ImportResult);
      }
    },
    {
      found: {
        environment: {} as never,
        kernel: { python: '/own/python', origin: 'option', env: {} },
        facts: FACTS,
        checks: []
      },
      findings: { discovery, files: [], entries: [] },
      settings: { ...DEFAULT_SETTINGS, env: { A: 'b' } }
    },
    { onProgress: ({ text }) => doing.push(text) }
  );
  const [trial] = trials;
  const modules = trial?.modules.map(({ module, names }) =>
    [module, ...names].join(' ')
  );
  return { modules, trial, doing, told };
}

describe('trying imports', () => {
  it.each<[string, Folder, string[]]>([
    ['import os, os.path\n--\nimport os', {}, ['os', 'os.path']],
    ['from a import b\nfrom a import c, b', {}, ['a b c']],
    // What it copes with, never executes, or has from the run itself.
    ['try:\n  import x\nexcept ImportError:\n  pass', {}, []],
    ['if TYPE_CHECKING:\n  import x', {}, []],
    ['import jupyterlab_kubeflow.fairing\nfrom __future__ import annotations', {}, []],
    // Modules beside the notebook import theirs; what their functions need is asked for.
    [
      'import mine',
      { 'mine.py': 'import near\ndef f():\n  import far', 'near.py': '' },
      ['mine', 'far']
    ],
    ['from . import x', {}, []]
  ])('imports each module once: %j', async (code, folder, expected) => {
    expect((await asked(code, folder)).modules).toEqual(expected);
  });

  it('has variables and folders of the run, and says what it does', async () => {
    const code = 'import sys\nsys.path.append("src")\nimport lib';
    const { trial, doing, told } = await asked(code, { 'src/lib.py': '' });
    expect(trial).toMatchObject({ roots: ['', 'src'], env: { A: 'b' } });
    expect(doing).toEqual(['importing sys', 'importing lib']);
    expect(told.checks).toMatchObject([
      { outcome: 'ok', message: { text: '2 modules imported in 1.5 s' } }
    ]);
    expect([...told.imported]).toEqual(['sys', 'lib']);
  });

  it('says where the code imports what fails, and what came too late', async () => {
    const outcomes = [{ module: 'a', fault: 'ImportError: no' }, { module: 'b.c' }];
    const { told } = await asked('import a, b.c, d', {}, { outcomes });
    expect(told.checks.map(({ message }) => message.text)).toEqual([
      'cell 1, line 1 imports a, and that fails: ImportError: no.'
    ]);
    expect([...told.imported]).toEqual(['b']);
    const late = { kind: 'late', module: 'd', outcomes, seconds: 120 } as const;
    expect(
      (await asked('import a, b.c, d', {}, late)).told.checks.map(each => each.outcome)
    ).toEqual(['failed', 'unknown']);
    const untried = { kind: 'untried', detail: 'ENOSPC' } as const;
    expect((await asked('import a', {}, untried)).told.checks).toMatchObject([
      { outcome: 'unknown', message: { text: 'nothing was imported: ENOSPC' } }
    ]);
  });
});
