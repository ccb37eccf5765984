import { describe, expect, it } from 'vitest';
import { cell, converted } from '../testing.js';

describe('install commands become requirements', () => {
  it.each([
    ['%pip install a b>=1', 'a b>=1'],
    ['!pip install -q torch>=2.0', 'torch>=2.0'],
    ['!pip3 install "scikit-learn[x]==1.5" --upgrade', 'scikit-learn[x]==1.5'],
    ['!pip install torch == 2.1', 'torch==2.1'],
    ['!pip install a > /dev/null 2>&1', 'a'],
    ['!pip install a | tail -1', 'a'],
    ['!pip install a || true', 'a'],
    ['!python -m pip install a', 'a'],
    ['!{sys.executable} -m pip install a', 'a'],
    ['!/opt/conda/bin/pip install a', 'a'],
    ['!sudo -H pip install a', 'a'],
    ['!PIP_NO_CACHE=1 pip install a', 'a'],
    ['!pip install -i mirror -f links a', 'a'],
    ['!pip install -r requirements.txt -e ./lib', '-r requirements.txt -e ./lib'],
    ['!pip install --requirement=r.txt', '-r r.txt'],
    ['!pip install git+ssh://host/x.git@main', 'git+ssh://host/x.git@main'],
    ['%conda install -y -c conda-forge numpy=1.26 scipy', 'numpy==1.26.* scipy'],
    ['!mamba install -y "pandas>=2" python=3.11', 'pandas>=2'],
    ['!conda install conda-forge::xgboost=2.0=py311', 'xgboost==2.0.*'],
    ['%uv pip install a', 'a'],
    ['!uv add a', 'a'],
    ['!pip install a && pip install b; pip install c', 'a b c'],
    ['x = !pip install a', 'a']
  ])('%j', (source, texts) => {
    const { requirements, problems } = converted(source);
    expect(requirements.map(found => found.text).join(' ')).toBe(texts);
    expect(problems).toEqual([]);
  });

  it('keeps the rest of a chain as a command', () => {
    const { code } = cell('!pip install a && python prepare.py');
    expect(code).toBe("sh('python prepare.py', globals())");
  });

  it('leaves an install from a folder it moves into to the shell', () => {
    const source = '!cd lib && pip install .';
    expect(cell(source).code).toBe("sh('cd lib && pip install .', globals())");
    expect(converted(source).requirements).toEqual([]);
  });

  it('names the cell, the line and the rule', () => {
    const { requirements } = converted('x', 'y\n%pip install a');
    expect(requirements).toEqual([{ text: 'a', cell: 2, line: 2, via: '%pip' }]);
  });
});

describe('commands that only look like installs', () => {
  it.each([
    ['!echo pip install a', "sh('echo pip install a', globals())"],
    ['!pipenv install', "sh('pipenv install', globals())"],
    ['!npm install x', "sh('npm install x', globals())"],
    ['!echo "a && b"', 'sh(\'echo "a && b"\', globals())']
  ])('%j', (source, code) => {
    expect(cell(source).code).toBe(code);
    expect(converted(source).requirements).toEqual([]);
  });
});
