import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RESOURCES } from '../../core/cluster/object.js';
import type { ClusterApi } from '../../ports/cluster.js';
import { ConfigPlace } from './testing/place.js';
import { FakeApi } from './testing/fake-api.js';

let place: ConfigPlace;
let api: FakeApi;
let cluster: ClusterApi;

beforeEach(async () => {
  place = await ConfigPlace.make();
  api = await new FakeApi().start();
  await place.config({ server: `http://127.0.0.1:${String(api.port)}/below/` });
  cluster = await place.clusters({ patience: 300 }).open('dev');
});

afterEach(async () => {
  await place.remove();
  await api.stop();
});

const ada = { namespace: 'ada' };
const job = {
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { namespace: 'ada', name: 'digits' }
};

/** Of the only request. */
const request = () => {
  const [seen] = api.seen;
  if (!seen || api.seen.length > 1) throw new Error(String(api.seen.length));
  return {
    method: seen.method,
    path: seen.path,
    query: Object.fromEntries(seen.query),
    type: seen.headers['content-type'],
    body: seen.body === '' ? undefined : (JSON.parse(seen.body) as unknown)
  };
};

describe('an API', () => {
  it('lists all pages, and gives the objects the type that pages leave out', async () => {
    for (const name of ['a', 'b', 'c', 'd', 'e']) api.set(name);
    const pods = await cluster.list(RESOURCES.pod, { ...ada, labels: 'run=x' });
    expect(pods.map(pod => pod['metadata'])).toMatchObject(
      ['a', 'b', 'c', 'd', 'e'].map(name => ({ name }))
    );
    expect(pods[0]).toMatchObject({ apiVersion: 'v1', kind: 'Pod' });
    expect(api.seen.map(({ query }) => query.get('continue'))).toEqual([
      null,
      '2',
      '4'
    ]);
    expect(api.seen[0]?.query.get('labelSelector')).toBe('run=x');
    expect(api.seen[0]?.path).toBe('/below/api/v1/namespaces/ada/pods');
  });

  it('lists in one piece when the pages expire meanwhile', async () => {
    for (const name of ['a', 'b', 'c']) api.set(name);
    api.answer(/continue=2/, { status: 410, body: { kind: 'Status', code: 410 } });
    expect(await cluster.list(RESOURCES.pod, ada)).toHaveLength(3);
    expect(api.seen.at(-1)?.query.has('limit')).toBe(false);
  });

  it('creates an object in the namespace of its metadata', async () => {
    await cluster.create(RESOURCES.job, job);
    expect(request()).toEqual({
      method: 'POST',
      path: '/below/apis/batch/v1/namespaces/ada/jobs',
      query: { fieldManager: 'jupyterlab-kubeflow' },
      type: 'application/json',
      body: job
    });
  });

  it('lets the server check an object without storing it', async () => {
    await cluster.create(RESOURCES.job, job, { dryRun: true });
    expect(request().query).toMatchObject({ dryRun: 'All' });
  });

  it('applies an object on the server', async () => {
    await cluster.apply(RESOURCES.job, job, { force: true });
    expect(request()).toEqual({
      method: 'PATCH',
      path: '/below/apis/batch/v1/namespaces/ada/jobs/digits',
      query: { fieldManager: 'jupyterlab-kubeflow', force: 'true' },
      type: 'application/apply-patch+yaml',
      body: job
    });
  });

  it('deletes one object and no other of its name', async () => {
    const options = { uid: 'u', graceSeconds: 0, propagation: 'Foreground' } as const;
    await cluster.delete(RESOURCES.job, { ...ada, name: 'digits' }, options);
    expect(request()).toMatchObject({
      method: 'DELETE',
      body: {
        preconditions: { uid: 'u' },
        gracePeriodSeconds: 0,
        propagationPolicy: 'Foreground'
      }
    });
  });

  it('asks what the user may do', async () => {
    const status = { allowed: false, reason: 'no role' };
    api.answer(/selfsubjectaccessreviews/, { status: 201, body: { status } });
    const access = { verb: 'create', resource: RESOURCES.job, namespace: 'ada' };
    expect(await cluster.review(access)).toEqual(status);
    expect(request().body).toMatchObject({
      spec: {
        resourceAttributes: {
          verb: 'create',
          group: 'batch',
          resource: 'jobs',
          namespace: 'ada'
        }
      }
    });
  });
});

describe('a call', () => {
  const get = () => cluster.get(RESOURCES.pod, { ...ada, name: 'p' });

  it('is repeated while the server is too busy, and not for ever', async () => {
    for (let i = 0; i < 3; i += 1) api.answer(/pods/, { status: 429 });
    await get();
    expect(api.seen).toHaveLength(4);
    for (let i = 0; i < 9; i += 1) api.answer(/pods/, { status: 429 });
    await expect(get()).rejects.toMatchObject({ problem: { code: 'cluster-busy' } });
    expect(api.seen).toHaveLength(10);
  });

  it('waits as long as the server asks', async () => {
    api.answer(/pods/, { status: 429, headers: { 'Retry-After': '5' } });
    const begun = Date.now();
    await get();
    // Waits are a hundredth here.
    expect(Date.now() - begun).toBeGreaterThanOrEqual(49);
  });

  it('that reads is repeated when the server fails, one that writes is not', async () => {
    api.answer(/pods/, { status: 503 });
    await get();
    api.answer(/jobs/, { status: 500 });
    await expect(cluster.create(RESOURCES.job, job)).rejects.toMatchObject({
      problem: { code: 'cluster-failed' }
    });
    expect(api.seen.map(({ method }) => method)).toEqual(['GET', 'GET', 'POST']);
  });

  it('that is not allowed says which verb on what is missing', async () => {
    const message = 'jobs.batch is forbidden: User "me" cannot create resource "jobs"';
    api.answer(/jobs/, { status: 403, body: { kind: 'Status', message } });
    await expect(cluster.create(RESOURCES.job, job)).rejects.toThrow(
      'dev may not create jobs.batch in namespace ada.'
    );
  });

  it('that is answered with something else than JSON says so', async () => {
    api.answer(/pods/, { status: 200, body: '<html>log in</html>' });
    await expect(get()).rejects.toMatchObject({
      problem: { code: 'cluster-answer-invalid' }
    });
  });

  it('on a connection that the server has closed meanwhile is sent again', async () => {
    await get();
    api.cut();
    await get();
    expect(api.seen).toHaveLength(2);
  });

  it('that gets no answer ends after a while', async () => {
    api.answer(/pods/, { status: 200, silent: true });
    await expect(get()).rejects.toMatchObject({
      problem: { code: 'cluster-unreachable', params: { detail: 'it does not answer' } }
    });
  });

  it('ends with the reason of its signal', async () => {
    api.answer(/pods/, { status: 200, silent: true });

    const reason = new Error('enough');
    const control = new AbortController();
    const call = cluster.get(
      RESOURCES.pod,
      { ...ada, name: 'p' },
      { signal: control.signal }
    );
    setTimeout(() => {
      control.abort(reason);
    }, 30);
    await expect(call).rejects.toBe(reason);
  });
});
