import { describe, expect, it } from 'vitest';
import { problem, ProblemError, type Message } from '@jupyterlab-kubeflow/protocol';
import { inventory, requirement, wheel } from '../core/packages/testing.js';
import { inventoryOf, type Inventory } from '../core/packages/inventory.js';
import type { Question, Resolver, ResolverAnswer } from '../ports/packages.js';
import { ImagePackages, type PackagesRequest } from './packages.js';

const missing = problem('package-missing', { requirement: 'x' });
const conflict = problem('packages-conflict', { detail: 'x' });

const found = (...texts: string[]): ResolverAnswer => ({
  ok: true,
  chosen: texts.map(text => wheel(text))
});
const lacking = (name: string): ResolverAnswer => ({
  ok: false,
  failure: { kind: 'package', name, problem: missing }
});
const inTheWay = (...names: string[]): ResolverAnswer => ({
  ok: false,
  failure: { kind: 'constraint', names, problem: conflict }
});

/** A resolver that gives these answers, and what it was asked. */
function scripted(...answers: ResolverAnswer[]) {
  const sizes: Record<string, { size: number }> = {};
  const asked: Question[] = [];
  const fetched: string[] = [];
  const resolver: Resolver = {
    resolve: (question, watch) => {
      asked.push(question);
      watch?.onName?.('app');
      const answer = answers[asked.length - 1];
      return answer ? Promise.resolve(answer) : Promise.reject(new Error('no answer'));
    },
    sized: wheels =>
      Promise.resolve(wheels.map(one => ({ ...one, ...(sizes[one.name] ?? {}) }))),
    fetch: wheels => {
      fetched.push(...wheels.map(({ name }) => name));
      return Promise.resolve([]);
    }
  };
  return { resolver, asked, fetched, sizes };
}

function find(
  resolver: Resolver,
  texts: readonly string[],
  more: Partial<PackagesRequest> & { has?: Inventory } = {}
) {
  const { has = inventory({ dep: '1.0', torch: '2.1' }), ...rest } = more;
  const base = { image: 'r/py@sha256:ab', platform: 'linux/amd64', machine: 'x86_64' };
  const inventories = { of: () => Promise.resolve({ ...base, inventory: has }) };
  return new ImagePackages({ inventories, resolver }).find({
    requirements: texts.map(text => requirement(text)),
    base: 'r.example/py',
    access: { plainHttp: [], trusted: [] },
    resolver: { python: '/usr/bin/python3', env: {} },
    sources: { moreIndexes: [], findLinks: [], noIndex: false },
    ...rest
  });
}

describe('packages for an image', () => {
  it('are asked of the resolver as far as the base lacks them', async () => {
    const { resolver, asked } = scripted(found('app-1', 'dep-2.0'));
    const said: string[] = [];
    const onProgress = ({ text }: Message): void => {
      said.push(text);
    };
    const {
      found: { groups, python },
      fresh
    } = await find(resolver, ['app', 'dep>=2', 'torch'], { onProgress });
    expect([...(asked[0]?.wanted ?? [])]).toEqual([
      ['app', 'app'],
      ['dep', 'dep>=2']
    ]);
    expect([...(asked[0]?.released ?? [])]).toEqual(['dep']);
    expect(asked[0]?.target).toMatchObject({ python: '3.11', machine: 'x86_64' });
    expect(groups).toMatchObject({
      inBase: [{ name: 'torch' }],
      added: [{ name: 'app' }],
      differs: [{ name: 'dep', version: '2.0', base: '1.0', wins: 'notebook' }]
    });
    expect([python, fresh.map(({ name }) => name)]).toEqual(['3.11', ['app', 'dep']]);
    expect(said).toEqual(['looking for 2 packages', 'looking for app']);
  });

  it('that are nowhere are left out, and the others found all the same', async () => {
    const { resolver, asked } = scripted(lacking('nosuch'), found('app-1'));
    const {
      found: { groups }
    } = await find(resolver, ['app', 'nosuch']);
    expect([...(asked[1]?.wanted.keys() ?? [])]).toEqual(['app']);
    expect(groups.added.map(({ name }) => name)).toEqual(['app']);
    expect(groups.impossible).toEqual([
      { name: 'nosuch', requirement: 'nosuch', problem: missing }
    ]);
  });

  it('get another version of the base when they need it, unless that is pinned', async () => {
    const { resolver, asked } = scripted(inTheWay('dep'), found('app-1', 'dep-3'));
    const {
      found: { groups }
    } = await find(resolver, ['app']);
    expect(asked[1]?.released.has('dep')).toBe(true);
    expect(groups.differs).toMatchObject([{ name: 'dep', version: '3', base: '1.0' }]);
    const again = scripted(inTheWay('dep'));
    await expect(
      find(again.resolver, ['app'], { pinned: ['dep'] })
    ).rejects.toMatchObject({ problem: conflict });
  });

  it('keep to what the notebook says of a package that the base does not decide', async () => {
    const { resolver, asked } = scripted(inTheWay('dep'), found('app-1', 'dep-1.5'));
    await find(resolver, ['app', 'dep<2']);
    expect(asked[0]?.wanted.has('dep')).toBe(false);
    expect(asked[1]?.wanted.get('dep')).toBe('dep<2');
  });

  it.each([
    ['what was let go already', [inTheWay('dep'), inTheWay('dep')]],
    ['who was not asked for', [lacking('strange')]],
    [
      'everything',
      [{ ok: false, failure: { kind: 'all', problem: conflict } } as const]
    ]
  ])('cannot be found when %s is in the way', async (_, answers) => {
    const { resolver } = scripted(...answers);
    await expect(find(resolver, ['app'])).rejects.toBeInstanceOf(ProblemError);
  });

  it('cannot be added when they are too large for an image', async () => {
    const { resolver, sizes } = scripted({
      ok: true,
      chosen: [
        { ...wheel('big-1', 'more'), file: 'big-1-cp311-linux.whl' },
        wheel('more-1')
      ]
    });
    sizes['big'] = { size: 800 * 1024 ** 2 };
    const {
      found: { groups },
      fresh
    } = await find(resolver, ['big']);
    expect(groups.impossible).toMatchObject([
      { name: 'big', requirement: 'big', problem: { code: 'package-too-large' } }
    ]);
    expect(groups.impossible[0]?.problem.sentence).toContain('800 MiB');
    expect(fresh.map(({ name }) => name)).toEqual(['more']);
  });

  it('are fetched as far as the base lacks them', async () => {
    const { resolver, fetched } = scripted(found('app-1', 'torch-2.1'));
    const search = await find(resolver, ['app']);
    await search.fetch(search.fresh);
    expect(fetched).toEqual(['app']);
  });

  it('need a Python in the base, and a name of one', async () => {
    const { resolver } = scripted();
    const none = inventoryOf([]);
    await expect(find(resolver, ['app'], { has: none })).rejects.toMatchObject({
      problem: { code: 'base-without-python' }
    });
    await expect(find(resolver, [], { base: 'A B' })).rejects.toMatchObject({
      problem: { code: 'image-name-invalid' }
    });
  });
});
