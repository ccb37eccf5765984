import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import {
  problem,
  ProblemError,
  reason,
  type ClusterRef,
  type Run
} from '@jupyterlab-kubeflow/protocol';
import { makeClusterPlan } from '../../core/plan/cluster-plan.js';
import { inputWith, objectsOf } from '../../core/plan/testing.js';
import type { LaunchWatch } from '../../ports/target.js';
import { ScriptedCluster } from '../../service/testing.js';
import { Launches, type MakeObjects } from './launches.js';
import { placeFolder } from './mirror.js';

const REF: ClusterRef = { kind: 'cluster', context: 'dev', namespace: 'team-a' };
const ID = 'digits-x7k2m';
const access = { plainHttp: [], trusted: [] };
const INPUT = inputWith(
  { delivery: 'append' },
  { registry: { push: 'r.example/runs', access } }
);

const roots: string[] = [];
afterEach(() => {
  roots.splice(0).forEach(root => {
    rmSync(root, { recursive: true });
  });
});

function scene(manifests: MakeObjects) {
  const root = mkdtempSync(join(tmpdir(), 'jkf-launches-'));
  roots.push(root);
  const cluster = new ScriptedCluster({
    'create ConfigMap for good': () => ({}),
    'create PyTorchJob for good': () => ({})
  });
  const folder = placeFolder(root, REF);
  const building = new Set<string>();
  const launches = new Launches({
    ...{ ref: REF, root, folder, building, manifests, clock: { now: () => 1000 } },
    sessions: {
      open: async () => {
        const api = await cluster.clusters.open('dev');
        return { api: { ...api, patch: () => Promise.resolve({}) } };
      }
    }
  });
  const plan = makeClusterPlan(INPUT);
  const launch = (watch: LaunchWatch = {}): Promise<Run> =>
    launches.launch({ ...watch, id: ID, plan, bundle: INPUT.bundle }, {});
  const state = (): Run =>
    JSON.parse(readFileSync(join(folder, ID, 'state.json'), 'utf8')) as Run;
  return { cluster, launches, launch, state, folder: join(folder, ID), building };
}

/** Builds until it is told to end. */
const endless: MakeObjects = (_, _id, { build }) =>
  new Promise((_resolve, reject) => {
    const { signal } = build ?? {};
    signal?.addEventListener('abort', () => {
      reject(signal.reason as Error);
    });
    build?.onProgress?.(reason('build-upload', { size: '3 MiB' }));
  });

const refused = (): Promise<never> =>
  Promise.reject(new ProblemError(problem('image-none', {})));

describe('a start behind an image', () => {
  it('shows what is done before its objects are there, and then no more', async () => {
    const seen: unknown[] = [];
    const place = scene((_, __, { build }) => {
      build?.onProgress?.(reason('build-upload', { size: '3 MiB' }));
      seen.push(place.state().waiting?.text);
      return Promise.resolve(objectsOf(INPUT));
    });
    const run = await place.launch();
    expect(seen).toEqual(['pushing the code, 3 MiB']);
    expect(place.state()).toEqual(run);
    expect(place.cluster.created.at(-1)?.['kind']).toBe('PyTorchJob');
  });

  it('leaves nothing when it fails', async () => {
    const place = scene(refused);
    await expect(place.launch()).rejects.toThrow('There is no image');
    expect(existsSync(place.folder)).toBe(false);
    expect([...place.building]).toEqual([]);
    expect(place.cluster.created).toEqual([]);
  });

  it('stays as a failed run for those who were told that it had begun', async () => {
    const place = scene(refused);
    const begun: Run[] = [];
    const launched = place.launch({ onBegun: run => begun.push(run) });
    await expect(launched).rejects.toThrow();
    expect(begun.map(({ waiting }) => waiting?.code)).toEqual(['build-base']);
    expect(place.state()).toMatchObject({
      state: 'failed',
      problem: { code: 'image-none' }
    });
  });

  it('can be cancelled, and then nothing is made', async () => {
    const place = scene(endless);
    let told = (): void => undefined;
    const working = new Promise<void>(resolve => {
      told = resolve;
    });
    const launched = place.launch({ onBegun: () => undefined, onProgress: told });
    await working;
    expect(await place.launches.cancel('another')).toBe(false);
    expect(await place.launches.cancel(ID)).toBe(true);
    await expect(launched).rejects.toThrow(`The start of ${ID} was cancelled`);
    expect(place.state().state).toBe('cancelled');
    expect(place.cluster.created).toEqual([]);
  });

  it('ends with the signal of its caller, and leaves nothing', async () => {
    const abort = new AbortController();
    const place = scene(endless);
    const launched = place.launch({
      signal: abort.signal,
      onProgress: () => {
        abort.abort(new Error('enough'));
      }
    });
    await expect(launched).rejects.toThrow();
    expect(existsSync(place.folder)).toBe(false);
  });

  it('is refused while a run of that id is being started', async () => {
    const place = scene(endless);
    const first = place.launch({ onBegun: () => undefined });
    first.catch(() => undefined);
    while (!existsSync(place.folder)) await new Promise(setImmediate);
    await expect(place.launch()).rejects.toThrow('exists already');
    await place.launches.cancel(ID);
  });
});
