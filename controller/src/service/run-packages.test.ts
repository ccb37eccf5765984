import { describe, expect, it } from 'vitest';
import {
  problem,
  ProblemError,
  type Problem,
  type Settings
} from '@jupyterlab-kubeflow/protocol';
import type { RegistryPlace } from '../core/cluster/registry-place.js';
import { groupsOf } from '../core/packages/groups.js';
import { neededOf } from '../core/packages/needed.js';
import { inventory, requirement, wheel } from '../core/packages/testing.js';
import { makeClusterPlan } from '../core/plan/cluster-plan.js';
import { inputWith, probeWith } from '../core/plan/testing.js';
import type { PackagesImage, PackagesImageRequest } from './packages-image.js';
import type { Search } from './packages.js';
import type { PackagesRequest } from './packages-request.js';
import { RunPackages, type PackagesOf } from './run-packages.js';
import { ScriptedCluster } from './testing.js';

const HOST = 'reg.example:5000';
const ACCESS = { plainHttp: [], trusted: [] };
const PLACE: RegistryPlace = {
  ...{ push: `${HOST}/team/runs`, pullHost: 'nodes:5000', access: ACCESS },
  isTrusted: true
};
const IMAGE = `nodes:5000/base/py:1`;
const BUILT: PackagesImage = {
  ...{ reference: 'nodes:5000/team/runs@sha256:ab', digest: 'sha256:ab' },
  ...{ layers: [], sentBytes: 1, requests: 1 }
};

interface Scene {
  readonly place: RegistryPlace;
  readonly image: string;
  readonly settings: Partial<Settings>;
  /** Why a Python cannot look. */
  readonly broken: Readonly<Record<string, Problem>>;
  /** Of `app`. */
  readonly impossible: Problem;
  /** What the base has. */
  readonly has: Readonly<Record<string, string>>;
}

/** What was found by a resolver that has whatever is asked for. */
function searchFor(
  request: PackagesRequest,
  { has = {}, impossible }: Partial<Scene>
): Search {
  const base = inventory(has);
  const needed = neededOf({ ...request, inventory: base, machine: 'x86_64' });
  const wanted = impossible ? [] : needed.wanted;
  const chosen = wanted.map(({ name }) => wheel(`${name}-1`));
  const all = {
    ...needed,
    wanted,
    impossible: impossible ? [lacking(impossible)] : []
  };
  const groups = groupsOf({ needed: all, chosen, inventory: base, machine: 'x86_64' });
  return {
    found: {
      base: 'b',
      platform: 'linux/amd64',
      python: '3.11',
      libc: 'glibc',
      groups
    },
    inventory: base,
    fresh: chosen,
    fetch: () => Promise.resolve([])
  };
}

function lacking(why: Problem) {
  return { name: 'app', requirement: 'app', problem: why };
}

async function scene(given: Partial<Scene> = {}) {
  const { place = PLACE, image = IMAGE, settings = {}, broken = {} } = given;
  const found: PackagesRequest[] = [];
  const built: PackagesImageRequest[] = [];
  const packages = new RunPackages({
    packages: {
      find: request => {
        found.push(request);
        const why = broken[request.resolver.python];
        return why
          ? Promise.reject(new ProblemError(why))
          : Promise.resolve(searchFor(request, given));
      },
      missing: () => Promise.resolve(['app']),
      build: request => {
        built.push(request);
        return Promise.resolve(BUILT);
      }
    },
    kernels: {
      find: () => Promise.resolve({ python: '/usual/python', origin: 'path', env: {} }),
      named: python => Promise.resolve({ python, origin: 'option', env: {} })
    },
    timing: { now: () => 0, sleep: () => new Promise(() => undefined) }
  });
  const probe = probeWith({ registry: place });
  const input = inputWith({ image, ...settings }, { place: probe, registry: place });
  const plan = makeClusterPlan({
    ...{ ...input, requirements: [requirement('app')] },
    ...{ kernelPython: '/own/python', kernelVersion: '3.12.4' }
  });
  const bundle = { ...plan.bundle, requirements: [requirement('app')] };
  const api = await new ScriptedCluster({}).clusters.open('dev');
  const what: PackagesOf = {
    plan: { ...plan, bundle },
    place: { api, probe },
    registry: { access: ACCESS, place }
  };
  return { packages, what, found, built };
}

describe('packages of a run', () => {
  it('are looked for in the image by our name of its registry, with the notebook’s pip', async () => {
    const { packages, what, found } = await scene();
    expect(await packages.ask(what)).toMatchObject({
      ...{ state: 'found', missing: ['app'] },
      groups: { added: [{ name: 'app' }] }
    });
    expect(found).toMatchObject([
      { base: `${HOST}/base/py:1`, resolver: { python: '/own/python' } }
    ]);
    expect(packages.known(what)).toMatchObject({ state: 'found' });
  });

  it('are told with the two Pythons, where the image’s was not known', async () => {
    const ofKernel = async (settings: Partial<Settings>) => {
      const { packages, what, found } = await scene({ settings });
      await packages.ask(what);
      return found[0]?.kernelPython;
    };
    expect(await ofKernel({})).toBe('3.12.4');
    const image = 'docker.io/library/python:3.11-slim';
    expect(await ofKernel({ image, packages: { kind: 'add' } })).toBeUndefined();
  });

  it('are looked for with another pip where the notebook has none', async () => {
    const none = problem('resolver-missing', { python: '/own/python' });
    const { packages, what, found } = await scene({ broken: { '/own/python': none } });
    expect(await packages.ask(what)).toMatchObject({ state: 'found' });
    expect(found.map(({ resolver }) => resolver.python)).toEqual([
      '/own/python',
      'python3'
    ]);
  });

  it.each([
    ['nobody who is trusted names it', { place: { push: PLACE.push, access: ACCESS } }],
    ['the image is elsewhere', { image: 'other.example/py:1' }]
  ])('are not looked for unasked when %s', async (_, given) => {
    const { packages, what, found } = await scene(given);
    expect(await packages.ask(what)).toEqual({ state: 'unasked' });
    expect([packages.known(what), found]).toEqual([undefined, []]);
    expect(await packages.ask(what, { look: true })).toMatchObject({ state: 'found' });
  });

  it('are put into an image when it starts, and are there from then on', async () => {
    const { packages, what, found, built } = await scene();
    expect(await packages.image(what, {})).toBe(BUILT);
    expect(built).toMatchObject([{ push: PLACE.push, pullHost: 'nodes:5000' }]);
    expect(await packages.ask(what)).toMatchObject({ missing: [] });
    expect(found).toHaveLength(1);
  });

  it('need no image when the base has them, or nothing is to be added', async () => {
    const complete = await scene({ has: { app: '1' } });
    expect(await complete.packages.image(complete.what, {})).toBeUndefined();
    const kept = await scene({ settings: { packages: { kind: 'as-is' } } });
    expect(await kept.packages.image(kept.what, {})).toBeUndefined();
    expect(await kept.packages.ask(kept.what)).toEqual({ state: 'none' });
    expect([complete.built, kept.built, kept.found]).toEqual([[], [], []]);
  });

  it('that cannot be added keep it from starting', async () => {
    const why = problem('package-missing', { requirement: 'app' });
    const { packages, what, built } = await scene({ impossible: why });
    await expect(packages.image(what, {})).rejects.toMatchObject({ problem: why });
    expect(built).toEqual([]);
  });

  it('are in no manifests before somebody starts it', async () => {
    const { packages, what } = await scene();
    await expect(packages.image(what)).rejects.toMatchObject({
      problem: { code: 'manifests-packages' }
    });
  });

  it('that are left out are not looked for, and those that are kept stay', async () => {
    const without = { packages: { without: ['app'] } };
    const none = await scene({ settings: without });
    expect(await none.packages.ask(none.what)).toEqual({ state: 'none' });
    const keep = { packages: { keep: ['app'] } };
    const { packages, what, found } = await scene({ settings: keep });
    await packages.ask(what);
    expect(found).toMatchObject([{ pinned: ['app'] }]);
  });
});
