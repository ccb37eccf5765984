/** A run in an image that was prepared: from the plan to its objects, at a real registry. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Settings } from '@jupyterlab-kubeflow/protocol';
import { gzipLayer } from '../../controller/src/adapters/registry/gzip.js';
import { inputWith } from '../../controller/src/core/plan/testing.js';
import type { Registries } from '../../controller/src/ports/registry.js';
import type { ClusterPlanner } from '../../controller/src/service/cluster-planner.js';
import { BundleImages } from '../../controller/src/service/images.js';
import {
  plannerFor,
  ScriptedCluster,
  TAKES_JOBS
} from '../../controller/src/service/testing.js';
import { hash, pushBase, registriesFor } from './support/appending.js';
import { absent, startRegistry, type TestRegistry } from './support/registry.js';
import { startProxy, type RegistryProxy } from './support/registry-proxy.js';

const missing = absent('docker-registry');
const reason = missing.length > 0 ? ` (not installed: ${missing.join(', ')})` : '';
const REF = { kind: 'cluster', context: 'dev', namespace: 'team-a' } as const;

describe.skipIf(missing.length > 0)(`a run that was prepared${reason}`, () => {
  let behind: TestRegistry;
  let proxy: RegistryProxy;
  let registries: Registries;
  let images: BundleImages;

  beforeAll(async () => {
    behind = await startRegistry();
    proxy = await startProxy(behind.host);
    registries = await registriesFor([proxy.host, behind.host]);
    await pushBase(registries, `${behind.host}/base/python:3.12`);
  });
  afterEach(async () => {
    await images.discard();
    proxy.seen.length = 0;
  });
  afterAll(async () => {
    registries.close();
    proxy.dispose();
    await behind.dispose();
  });

  function planner(): ClusterPlanner {
    const access = { plainHttp: [proxy.host], trusted: [] };
    images = new BundleImages({
      reach: () => Promise.resolve(registries),
      read: () => Promise.reject(new Error('no such files')),
      compress: gzipLayer,
      hash,
      timing: { now: Date.now, sleep: () => new Promise(() => undefined) }
    });
    return plannerFor(new ScriptedCluster(TAKES_JOBS), {
      images,
      setting: {
        access,
        place: { push: `${proxy.host}/team/runs`, access, isTrusted: true }
      }
    });
  }

  async function planned(cluster: ClusterPlanner, more: Partial<Settings> = {}) {
    const image = `${proxy.host}/base/python:3.12`;
    const input = inputWith({ ranks: 1, delivery: 'append', image, ...more });
    return { plan: await cluster.plan(input, REF, {}), bundle: input.bundle };
  }

  it.each([
    ['opened', false, 3],
    ['pushed', true, 0]
  ] as const)('and was %s starts with that', async (what, mayPush, requests) => {
    const cluster = planner();
    const permit = { registries: [proxy.host], mayPush };
    expect(await cluster.prepare(await planned(cluster), permit)).toBe(what);
    proxy.seen.length = 0;
    const again = await planned(cluster);
    const objects = await cluster.manifests(again, 'digits-a1', { build: {} });
    expect(proxy.seen).toHaveLength(requests);
    expect(JSON.stringify(objects)).toContain(`"${proxy.host}/team/runs@sha256:`);
  });

  it('on another image starts as if it had not been', async () => {
    const cluster = planner();
    const permit = { registries: [proxy.host], mayPush: true };
    await cluster.prepare(await planned(cluster), permit);
    await pushBase(registries, `${behind.host}/base/other:1`, { layers: 3 });
    proxy.seen.length = 0;
    const other = await planned(cluster, { image: `${proxy.host}/base/other:1` });
    await cluster.manifests(other, 'digits-a2', { build: {} });
    expect(proxy.seen.map(({ method }) => method)).toContain('POST');
  });

  it('leaves a registry alone that the user has not named', async () => {
    const cluster = planner();
    const permit = { registries: ['elsewhere.example'], mayPush: true };
    expect(await cluster.prepare(await planned(cluster), permit)).toBe('nothing');
    expect(proxy.seen).toEqual([]);
  });
});
