import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  interpreterOf,
  jupyterFolders,
  readKernelspec,
  type Kernelspec
} from './kernelspecs.js';

describe('where Jupyter looks for kernels', () => {
  it('is JUPYTER_PATH, the environment, the user, then the system', () => {
    const env = { JUPYTER_PATH: '/a:/b', VIRTUAL_ENV: '/venv' };
    const places = { env, home: '/home/ada', platform: 'linux', prefix: '/venv' };
    expect(jupyterFolders(places)).toEqual([
      '/a',
      '/b',
      '/venv/share/jupyter',
      '/home/ada/.local/share/jupyter',
      '/usr/local/share/jupyter',
      '/usr/share/jupyter'
    ]);
  });

  it.each([
    [{ JUPYTER_DATA_DIR: '/data' }, 'linux', '/data'],
    [{ XDG_DATA_HOME: '/xdg' }, 'linux', '/xdg/jupyter'],
    [{}, 'darwin', '/home/ada/Library/Jupyter']
  ])('with %j on %s includes %s', (env, platform, folder) => {
    const places = { env, home: '/home/ada', platform, prefix: undefined };
    expect(jupyterFolders(places)).toContain(folder);
  });
});

describe('the interpreter of a kernelspec', () => {
  const spec = (folder: string, ...argv: string[]): Kernelspec => ({
    folder,
    argv,
    env: {}
  });

  it.each([
    [
      '/venv/share/jupyter/kernels/python3',
      '/venv/bin/python3.11',
      '/venv/bin/python3.11'
    ],
    ['/venv/share/jupyter/kernels/python3', 'python', '/venv/bin/python'],
    ['/usr/share/jupyter/kernels/python3', 'python3', 'python3'],
    ['/venv/share/jupyter/kernels/r', 'R', undefined],
    ['/venv/share/jupyter/kernels/remote', 'ssh', undefined]
  ])('in %s with argv %s is %s', (folder, command, expected) => {
    expect(interpreterOf(spec(folder, command, '-m', 'ipykernel_launcher'))).toBe(
      expected
    );
  });
});

describe('reading a kernelspec', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kernelspecs-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  async function install(place: string, name: string, json: string): Promise<void> {
    const target = join(folder, place, 'kernels', name);
    await mkdir(target, { recursive: true });
    await writeFile(join(target, 'kernel.json'), json);
  }

  it('takes the first folder that has it, whatever the case of the name', async () => {
    await install('second', 'mine', '{"argv": ["/second/python"], "env": {"A": "1"}}');
    const places = [join(folder, 'first'), join(folder, 'second')];
    expect(await readKernelspec(places, 'Mine')).toMatchObject({
      argv: ['/second/python'],
      env: { A: '1' }
    });
  });

  it('passes over a broken kernel.json', async () => {
    await install('first', 'mine', '{"argv": []}');
    expect(await readKernelspec([join(folder, 'first')], 'mine')).toBeUndefined();
  });
});
