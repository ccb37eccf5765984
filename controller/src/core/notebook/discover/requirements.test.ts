import type { Check } from '@jupyterlab-kubeflow/protocol';
import { describe, expect, it } from 'vitest';
import { checkRequirements } from './check.js';
import type { DiscoverInput } from './discover.js';
import { readRequirement, requirementLines } from './requirement-lines.js';
import { discovered, ENVIRONMENT, type Folder, type Given } from './testing.js';

/** `source: text`, in parentheses when not included. */
function needs(code: string, folder: Folder = {}, rest: Given = {}): string[] {
  return discovered(code, folder, rest).requirements.map(
    ({ source, text, included }) =>
      included ? `${source}: ${text}` : `(${source}: ${text})`
  );
}

const magic = (text: string): DiscoverInput['magics'][number] => ({
  text,
  cell: 1,
  line: 1
});

describe('requirements by import', () => {
  it.each([
    ['import os, json', []],
    ['import numpy as np', ['import: numpy==1.26.4']],
    ['from sklearn.svm import SVC', ['import: scikit-learn==1.5.0']],
    ['import cv2', ['import: opencv-python']],
    ['import unheard_of', ['(import: unheard-of)']],
    ['try:\n  import cv2\nexcept ImportError:\n  pass', ['(import: opencv-python)']],
    [
      'try:\n  import cv2\nexcept ImportError:\n  pass\nimport cv2',
      ['import: opencv-python']
    ],
    ['import mylib', ['(import: mylib==0.1)']],
    ['import jkf_runner', []]
  ])('%j', (code, expected) => {
    expect(needs(code)).toEqual(expected);
  });

  it('are only the well known ones when the interpreter could not be asked', () => {
    const code = 'import os, torch, unheard_of';
    expect(needs(code, {}, { facts: undefined })).toEqual(['import: torch']);
  });
});

describe('requirements that are stated', () => {
  it('come from requirements.txt and what it includes', () => {
    const folder = {
      'requirements.txt':
        '# c\nnumpy >= 1.0  # why\n-r more/extra.txt\n--index-url https://e.org\n' +
        'a==1 --hash=sha256:0\n-e .\npkg @ git+https://e.org/pkg.git\n-r absent.txt',
      'more/extra.txt': 'b[x]~=1.2; python_version > "3"\n-r ../requirements.txt'
    };
    const found = discovered('', folder);
    expect(found.requirements.map(({ name, text }) => `${name}: ${text}`)).toEqual([
      '.: -e .',
      'a: a==1',
      'b: b[x]~=1.2; python_version>"3"',
      'numpy: numpy>=1.0',
      'pkg: pkg @ git+https://e.org/pkg.git'
    ]);
    expect(found.notes.map(({ code }) => code)).toEqual(['requirements-absent']);
  });

  it('come from script metadata', () => {
    const code =
      '# /// script\n# requires-python = ">=3.9"\n# dependencies = [\n' +
      '#   "numpy>=1", # one\n#   \'b[c]\',\n# ]\n# ///\nimport os';
    expect(needs(code)).toEqual(['script-metadata: b[c]', 'script-metadata: numpy>=1']);
  });

  it('in a magic go before metadata, file and import', () => {
    const folder = { 'requirements.txt': 'numpy==1\ntorch==1' };
    const magics = [magic('NumPy==2'), magic('numpy==3')];
    expect(needs('import numpy, torch', folder, { magics })).toEqual([
      'magic: numpy==3',
      'file: torch==1'
    ]);
  });

  it('may be a file named by a magic', () => {
    const magics = [magic('-r dev/reqs.txt')];
    expect(needs('', { 'dev/reqs.txt': 'a' }, { magics })).toEqual(['file: a']);
  });

  it('say what is installed', () => {
    const [found] = discovered(
      '',
      {},
      { magics: [magic('scikit_learn')] }
    ).requirements;
    expect(found).toMatchObject({ name: 'scikit-learn', installed: '1.5.0' });
  });
});

describe('readRequirement', () => {
  it.each([
    ['a', 'package', 'a'],
    ['A.b_C>=1,<2', 'package', 'a-b-c'],
    ['a (>=1)', 'package', 'a'],
    ['git+https://e.org/u/r.git@v1#egg=name', 'direct', 'name'],
    ['git+https://e.org/u/repo.git', 'direct', 'repo'],
    ['./dist/some_pkg-1.0-py3-none-any.whl', 'direct', 'some-pkg'],
    ['../lib', 'direct', 'lib'],
    ['-c constraints.txt', 'option', undefined]
  ])('%s', (text, kind, name) => {
    expect(readRequirement(text)).toMatchObject(
      name === undefined ? { kind } : { kind, name }
    );
  });

  it('joins continued lines', () => {
    expect(
      requirementLines('a==1 \\\n  --hash=sha256:1 \\\n  --hash=sha256:2\n')
    ).toMatchObject([{ text: 'a==1' }]);
  });
});

describe('checkRequirements', () => {
  const check = (magics: string[], code = '', folder: Folder = {}): Check[] =>
    checkRequirements(
      discovered(code, folder, { magics: magics.map(magic) }).requirements,
      ENVIRONMENT
    );
  const outcomes = (...given: Parameters<typeof check>): string[] =>
    check(...given).map(({ outcome, problem }) =>
      problem ? `${outcome}: ${problem.code}` : outcome
    );

  it.each([
    [[], ['ok']],
    [['numpy'], ['ok']],
    [['numpy>=1.20,<2'], ['ok']],
    [['numpy==2.0'], ['failed: requirements-lacking']],
    [['absent'], ['failed: requirements-lacking']],
    [['absent; sys_platform == "win32"'], ['unknown']],
    [['git+https://e.org/u/repo.git'], ['unknown']],
    [['torch==2.1.0'], ['ok']]
  ])('%j gives %j', (magics, expected) => {
    expect(outcomes(magics)).toEqual(expected);
  });

  it('is one check and one command for all that is lacking', () => {
    const found = check(['absent>=1', 'numpy==2.0', 'torch'], 'import cv2');
    expect(found).toMatchObject([
      {
        outcome: 'failed',
        message: {
          text: 'missing absent>=1, numpy==2.0 (1.26.4 is installed), opencv-python'
        },
        problem: {
          remedy:
            'Install what is missing: /usr/bin/python3 -m pip install ' +
            "'absent>=1' numpy==2.0 opencv-python"
        }
      }
    ]);
  });

  it('gives no command for a module whose package is not known', () => {
    expect(check([], 'import unheard_of\n--\nimport helpers')).toMatchObject([
      {
        name: 'imports',
        outcome: 'failed',
        message: { text: 'nothing provides helpers (cell 2), unheard_of (cell 1)' }
      }
    ]);
  });

  it('believes modules that are there without a package', () => {
    const { requirements } = discovered('import helpers, cv2, absent', {});
    const environment = { ...ENVIRONMENT, modules: ['helpers', 'cv2'] };
    const [found, ...rest] = checkRequirements(requirements, environment);
    expect(found?.message.text).toBe('nothing provides absent (cell 1)');
    expect(rest).toEqual([]);
    // What a cell installs is a package.
    const magics = [magic('helpers')];
    const installs = discovered('import helpers', {}, { magics }).requirements;
    expect(checkRequirements(installs, environment)).toMatchObject([
      { outcome: 'failed' }
    ]);
  });

  describe('of a file that lies beside the notebook', () => {
    const OPTIONAL = 'try:\n  import absent\nexcept ImportError:\n  pass';

    it.each([
      ['absent', '', 'warning'],
      ['numpy>9', '', 'warning'],
      ['absent', OPTIONAL, 'warning'],
      ['absent\nnumpy>9', 'import absent, numpy', 'failed'],
      ['scikit-learn>9\nopencv-python', 'import sklearn.svm, cv2', 'failed']
    ])('%j, with %j, is %s', (listed, code, outcome) => {
      const folder = { 'requirements.txt': listed };
      expect(outcomes([], code, folder)).toEqual([`${outcome}: requirements-lacking`]);
    });

    it('is failed when a cell installs it', () => {
      const folder = { 'requirements.txt': 'absent' };
      expect(outcomes(['-r requirements.txt'], '', folder)).toEqual([
        'failed: requirements-lacking'
      ]);
    });
  });
});
