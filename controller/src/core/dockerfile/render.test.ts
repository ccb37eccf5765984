import { describe, expect, it } from 'vitest';
import type { Recipe } from './recipe.js';
import { renderDockerfile } from './render.js';

const BARE: Recipe = {
  base: 'r.example/py:3.11',
  apt: [],
  conda: [],
  pip: [],
  env: {}
};

describe('a Dockerfile', () => {
  it('is the base alone when nothing is added', () => {
    expect(renderDockerfile({ ...BARE, user: 'jovyan' })).toEqual({
      dockerfile: 'FROM r.example/py:3.11\n',
      files: []
    });
  });

  it('installs as root, and leaves the user that the base has', () => {
    const { dockerfile, files } = renderDockerfile({
      ...BARE,
      user: '1000:100',
      apt: ['libgomp1', 'graphviz'],
      pip: ['six==1.16.0', 'attrs==23.1.0'],
      env: { MODE: 'a b' },
      bundleAt: '/opt/jkf',
      entry: ['python3', 'my train.py']
    });
    expect(dockerfile).toBe(
      [
        'FROM r.example/py:3.11',
        '',
        'USER 0',
        '',
        'RUN apt-get update \\',
        ' && DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends \\',
        '      graphviz \\',
        '      libgomp1 \\',
        ' && rm -rf /var/lib/apt/lists/*',
        '',
        'COPY ["packages/requirements.txt", "/opt/jkf-build/requirements.txt"]',
        'RUN ["env", "PIP_BREAK_SYSTEM_PACKAGES=1", "PIP_ROOT_USER_ACTION=ignore", "python3", "-m", "pip", "install", "--no-cache-dir", "--requirement", "/opt/jkf-build/requirements.txt"]',
        '',
        'USER 1000:100',
        '',
        'ENV MODE="a b"',
        '',
        'COPY ["bundle/", "/opt/jkf/"]',
        '',
        'ENTRYPOINT []',
        'CMD ["python3", "my train.py"]',
        ''
      ].join('\n')
    );
    expect(files).toEqual([
      { path: 'packages/requirements.txt', text: 'attrs==23.1.0\nsix==1.16.0\n' }
    ]);
  });

  it('has packages of conda from a list', () => {
    const { dockerfile, files } = renderDockerfile({
      ...BARE,
      conda: ['conda-forge::gdal>=3.8', 'conda-forge::gdal>=3.8']
    });
    expect(dockerfile).toContain('--file /opt/jkf-build/conda.txt');
    expect(files).toEqual([
      { path: 'packages/conda.txt', text: 'conda-forge::gdal>=3.8\n' }
    ]);
  });

  it('is the same for the same packages in any order', () => {
    const one = renderDockerfile({ ...BARE, apt: ['git', 'curl', 'git'] });
    expect(renderDockerfile({ ...BARE, apt: ['curl', 'git'] })).toEqual(one);
  });

  it.each<[string, Partial<Recipe>]>([
    ['an option of apt', { apt: ['-oAPT::Update::Pre-Invoke::=sh'] }],
    ['a command behind a package', { apt: ['git;reboot'] }],
    ['a line behind a package', { apt: ['git\nRUN reboot'] }],
    ['an option of pip', { pip: ['--index-url=https://evil.example'] }],
    ['an option behind a requirement', { pip: ['six==1 --global-option=x'] }],
    ['a second requirement', { pip: ['six==1\nevil'] }],
    ['a line of pip that goes on', { pip: ['six==1 \\'] }],
    ['a folder of this computer', { pip: ['./evil'] }],
    ['another file of requirements', { pip: ['-r /etc/passwd'] }],
    ['an option of conda', { conda: ['--channel=evil'] }],
    ['an instruction behind the base', { base: 'a\nRUN reboot' }],
    ['a variable as the base', { base: '$BASE' }],
    ['an instruction behind the user', { user: 'a\nRUN x', apt: ['git'] }],
    ['a variable with two lines', { env: { A: 'x\nRUN reboot' } }],
    ['two variables in one', { env: { 'A=1 B': 'x' } }],
    ['a folder above', { bundleAt: '/opt/../etc' }],
    ['an option as Python', { python: '-c', pip: ['six==1'] }]
  ])('refuses %s', (_, part) => {
    expect(() => renderDockerfile({ ...BARE, ...part })).toThrow(/cannot stand/);
  });

  it('keeps digests of requirements, and refuses passwords without showing them', () => {
    const hashed = `six==1.16.0 --hash=sha256:${'a'.repeat(64)}`;
    const { files } = renderDockerfile({ ...BARE, pip: [hashed] });
    expect(files[0]?.text).toBe(`${hashed}\n`);
    const secret = 'six @ https://me:geheim@r.example/six-1-py3-none-any.whl';
    const render = (): unknown => renderDockerfile({ ...BARE, pip: [secret] });
    expect(render).toThrow(/has a password/);
    expect(render).not.toThrow(/geheim/);
  });
});
