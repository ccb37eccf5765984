import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  interpreterOf,
  jupyterFolders,
  readKernelspec,
  variablesOf,
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
    [
      '/venv/share/jupyter/kernels/mine',
      '{resource_dir}/../../../../bin/python',
      '/venv/bin/python'
    ],
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

  it('takes a folder whose own name has capitals', async () => {
    await install('first', 'MyKernel', '{"argv": ["/first/python"]}');
    expect(await readKernelspec([join(folder, 'first')], 'mykernel')).toMatchObject({
      argv: ['/first/python']
    });
  });

  it('never follows a name out of the folder of kernels', async () => {
    await install('first', 'mine', '{"argv": ["/first/python"]}');
    const place = join(folder, 'first');
    expect(await readKernelspec([place], '../kernels/mine')).toBeUndefined();
  });

  it('passes over a broken kernel.json', async () => {
    await install('first', 'mine', '{"argv": []}');
    expect(await readKernelspec([join(folder, 'first')], 'mine')).toBeUndefined();
  });
});

describe('the variables of a kernelspec', () => {
  it.each([
    ['/opt/lib:${PATH}', '/opt/lib:/bin'],
    ['$HOME/x', '/home/ada/x'],
    ['${UNSET}', '${UNSET}'],
    ['cost: $$5', 'cost: $5']
  ])('%j is %j', (text, expected) => {
    const set = { PATH: '/bin', HOME: '/home/ada' };
    const spec = { folder: '/k', argv: ['python'], env: { A: text } };
    expect(variablesOf(spec, set)).toEqual({ A: expected });
  });
});
