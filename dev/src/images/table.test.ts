import { describe, expect, it } from 'vitest';
import type { Makings } from './makings.js';
import { IMAGE_NAMES, INSTALLED, imageName, recipeOf } from './table.js';

const LAB = ['jupyterlab==4', 'pytest==9', 'hatchling==1', 'numpy>=1.26,<3'];
const makings: Makings = {
  binary: (engine, name = engine) => Promise.resolve(`/engines/${engine}/${name}`),
  wheel: () => Promise.resolve('/dist/jupyterlab_kubeflow-1.2.3-py3-none-any.whl'),
  requirements: name =>
    Promise.resolve(name === 'lab' ? LAB : ['tensorflow-cpu==2', 'ipykernel==7'])
};
const recipe = (name: string) => recipeOf(imageName(name), makings);
const requirements = async (name: string): Promise<readonly string[]> =>
  (await recipe(name)).steps.flatMap(step =>
    step.kind === 'pip' ? step.requirements : []
  );

describe('the recipes', () => {
  // The tool image asks this computer's busybox what it is.
  const names = IMAGE_NAMES.filter(name => name !== 'tool');

  it.each(names)('%s has its own name and rests on an image before it', async name => {
    const { base, name: own } = await recipe(name);
    expect(own).toBe(name);
    const before = IMAGE_NAMES.slice(0, IMAGE_NAMES.indexOf(name));
    if (base !== undefined) expect(before).toContain(base);
  });

  it('of an installation are notebooks', () => {
    expect(INSTALLED).toEqual(['notebook-torch', 'notebook-tensorflow']);
  });

  it('of notebooks have JupyterLab and our wheel, and no tools of ours', async () => {
    const list = await requirements('notebook');
    expect(list).toContain('jupyterlab-kubeflow==1.2.3');
    expect(list).toContain('jupyterlab==4');
    expect(list.filter(line => /pytest|hatchling/.test(line))).toEqual([]);
  });

  it('leave Debian’s NumPy to Debian’s PyTorch', async () => {
    const hasNumpy = async (name: string) =>
      (await requirements(name)).some(line => line.startsWith('numpy'));
    expect(await hasNumpy('notebook-torch')).toBe(false);
    expect(await hasNumpy('notebook-tensorflow')).toBe(true);
  });

  it('of notebooks run as a user by number, in a home of that user', async () => {
    const { changes, files, steps } = await recipe('notebook');
    expect(changes.user).toBe('1000:100');
    const home = files.find(({ path }) => `/${path}` === changes.workingDir);
    expect(home).toMatchObject({ kind: 'folder', uid: 1000, gid: 100 });
    expect(steps).toContainEqual(
      expect.objectContaining({ kind: 'user', uid: 1000, gid: 100 })
    );
  });

  it('put nothing into the home, which a volume covers', async () => {
    const { files, changes } = await recipe('notebook');
    const inHome = files.filter(({ path }) =>
      `/${path}`.startsWith(`${changes.workingDir ?? ''}/`)
    );
    expect(inHome).toEqual([]);
  });
});

it('a name that no image has is answered with those there are', () => {
  expect(() => imageName('pythn')).toThrow(/There is no image pythn. There are: pause/);
});
