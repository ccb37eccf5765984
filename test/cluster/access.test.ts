/** The product reaches a real API server, and goes on through what it does to its clients. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KubernetesClusters } from '../../controller/src/adapters/kubernetes/clusters.js';
import { realTiming } from '../../controller/src/adapters/kubernetes/timing.js';
import {
  metadataOf,
  RESOURCES,
  type KubeObject
} from '../../controller/src/core/cluster/object.js';
import {
  observeRun,
  type RunObservation
} from '../../controller/src/core/cluster/observe/observe.js';
import type { ClusterApi } from '../../controller/src/ports/cluster.js';
import { noCluster, Place, pod, sh } from './support/cluster.js';
import { pushTool } from './support/images.js';

const timing = realTiming({ now: () => Date.now() }, Math.random);
const here = { namespace: 'access' };

interface Config {
  readonly clusters: readonly { readonly name: string; readonly cluster: object }[];
  readonly users: readonly { readonly name: string; readonly user: object }[];
}

const configMap = (name: string, data: object = {}): KubeObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, ...here },
  data
});

describe.skipIf(noCluster !== '')(`access to a cluster${noCluster}`, () => {
  const place = noCluster === '' ? new Place('access') : (undefined as never);
  const opened: KubernetesClusters[] = [];
  let folder = '';
  let api: ClusterApi;
  let tool = '';

  /** The current context of a kubeconfig. */
  const open = async (path: string): Promise<ClusterApi> => {
    const options = { env: { KUBECONFIG: path }, home: folder, timing };
    const clusters = new KubernetesClusters(options);
    opened.push(clusters);
    const [target] = await clusters.targets();
    return clusters.open(target?.context ?? '');
  };

  /** As the kubeconfig of the cluster, changed. */
  const openChanged = async (
    change: (config: Config) => object
  ): Promise<ClusterApi> => {
    const text = await place.must('config', 'view', '--raw', '-o', 'json');
    const path = join(folder, String(opened.length));
    const config = JSON.parse(text) as Config;
    await writeFile(path, JSON.stringify({ ...config, ...change(config) }));
    return open(path);
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'jkf-access-'));
    tool = await pushTool(place.status.registries.open);
    await place.make();
    api = await open(place.status.kubeconfig);
  });
  afterAll(async () => {
    for (const clusters of opened) clusters.close();
    await place.remove();
    await rm(folder, { recursive: true });
  });

  const found = (name: string): Promise<KubeObject> =>
    api.get(RESOURCES.configMap, { ...here, name });

  it('creates, applies, checks, reads and deletes objects', async () => {
    await api.create(RESOURCES.configMap, configMap('checked'), { dryRun: true });
    await expect(found('checked')).rejects.toMatchObject({
      problem: { code: 'object-missing' }
    });
    await api.apply(RESOURCES.configMap, configMap('one', { a: '1' }));
    await api.apply(RESOURCES.configMap, configMap('one', { a: '2' }));
    const one = await found('one');
    expect(one['data']).toEqual({ a: '2' });
    await expect(
      api.create(RESOURCES.configMap, configMap('one'))
    ).rejects.toMatchObject({ problem: { code: 'object-exists' } });
    const named = { ...here, name: 'one' };
    await expect(
      api.delete(RESOURCES.configMap, named, { uid: 'another' })
    ).rejects.toMatchObject({ problem: { code: 'object-conflict' } });
    await api.delete(RESOURCES.configMap, named, { uid: metadataOf(one).uid });
    await expect(found('one')).rejects.toThrow();
  });

  it('says what the cluster lacks', async () => {
    const absent = { ...RESOURCES.job, group: 'none.example', plural: 'nothings' };
    await expect(api.list(absent, here)).rejects.toMatchObject({
      problem: { code: 'kind-absent' }
    });
    const lost = { ...configMap('x'), metadata: { name: 'x', namespace: 'no-such' } };
    await expect(api.create(RESOURCES.configMap, lost)).rejects.toMatchObject({
      problem: { code: 'namespace-missing' }
    });
  });

  it('says which right is missing, and what may be done', async () => {
    const access = { verb: 'list', resource: RESOURCES.pod, ...here };
    expect((await api.review(access)).allowed).toBe(true);
    const poor = await openChanged(({ users }) => ({
      users: users.map(({ name, user }) => ({ name, user: { ...user, as: 'nobody' } }))
    }));
    await expect(poor.list(RESOURCES.pod, here)).rejects.toMatchObject({
      problem: { code: 'cluster-forbidden', params: { verb: 'list', resource: 'pods' } }
    });
    expect((await poor.review(access)).allowed).toBe(false);
  });

  it('says that a token or a certificate is not accepted', async () => {
    const stale = await openChanged(({ users }) => ({
      users: users.map(({ name }) => ({ name, user: { token: 'old' } }))
    }));
    await expect(stale.list(RESOURCES.pod, here)).rejects.toMatchObject({
      problem: { code: 'credentials-refused' }
    });
    const blind = await openChanged(({ clusters }) => ({
      clusters: clusters.map(({ name, cluster }) => ({
        name,
        cluster: { ...cluster, 'certificate-authority-data': undefined }
      }))
    }));
    await expect(blind.list(RESOURCES.pod, here)).rejects.toMatchObject({
      problem: { code: 'cluster-certificate' }
    });
  });

  it('watches through an API server that is killed, and through lost history', async () => {
    const known = new Set<string>();
    const told: string[] = [];
    const stop = new AbortController();
    const changed = (
      changes: readonly { kind: string; object: KubeObject }[]
    ): void => {
      for (const { kind, object } of changes) {
        const { name } = metadataOf(object);
        if (!name.startsWith('watched')) continue;
        told.push(`${kind} ${name}`);
        if (kind === 'removed') known.delete(name);
        else known.add(name);
      }
    };
    api.watch(RESOURCES.configMap, here, { changed }, stop.signal);
    const knows = (...names: string[]): Promise<void> =>
      expect.poll(() => [...known].sort(), { timeout: 60_000 }).toEqual(names);
    await api.create(RESOURCES.configMap, configMap('watched-a'));
    await knows('watched-a');
    await place.fault('kill', 'kube-apiserver');
    await place.fault('start', 'kube-apiserver');
    await place.until(['get', '--raw', '/readyz']);
    await place.must('create', 'configmap', 'watched-b');
    await knows('watched-a', 'watched-b');
    await place.fault('expire-watches');
    await place.until(['delete', 'configmap', 'watched-a']);
    await knows('watched-b');
    stop.abort();
    expect(told).toEqual(['added watched-a', 'added watched-b', 'removed watched-a']);
  });

  const job = (name: string, image: string, command: readonly string[]): KubeObject => {
    const { spec } = pod(name, { image, command }) as { spec: object };
    return {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { name, ...here },
      spec: { backoffLimit: 0, template: { spec } }
    };
  };

  const observed = async (name: string): Promise<RunObservation> => {
    const labels = `batch.kubernetes.io/job-name=${name}`;
    const [workload, pods, events] = await Promise.all([
      api.get(RESOURCES.job, { ...here, name }),
      api.list(RESOURCES.pod, { ...here, labels }),
      api.list(RESOURCES.event, here)
    ]);
    return observeRun({ workload, pods, events });
  };

  it('sees how a Job comes to its end, and why another does not', async () => {
    const { open: registry } = place.status.registries;
    await api.create(RESOURCES.job, job('well', tool, sh('echo well')));
    await api.create(RESOURCES.job, job('ill', tool, sh('exit 3')));
    await api.create(RESOURCES.job, job('lost', `${registry}/no-such:1`, []));
    const state = async (name: string): Promise<string> => (await observed(name)).state;
    const wait = { timeout: 60_000 };
    await expect.poll(() => state('well'), wait).toBe('succeeded');
    await expect.poll(() => state('ill'), wait).toBe('failed');
    const { problem, failedRank } = await observed('ill');
    expect([problem?.code, problem?.params['exitCode'], failedRank]).toEqual([
      'pod-exit',
      3,
      0
    ]);
    const obstacle = async (): Promise<string | undefined> =>
      (await observed('lost')).obstacle?.sentence;
    await expect.poll(obstacle, wait).toContain('no-such');
    expect((await observed('lost')).obstacle?.code).toBe('pod-image-missing');
  });

  it('follows a log through an API server that is killed, and loses no line', async () => {
    const count = 400;
    const script = `i=0; while [ $i -lt ${String(count)} ]; do echo line $i; i=$((i+1)); sleep 0.05; done`;
    await place.mustApply(pod('counts', { image: tool, command: sh(script) }));
    const request = { ...here, pod: 'counts', container: 'main', follow: true };
    const texts: string[] = [];
    let killed: Promise<unknown> = Promise.resolve();
    for await (const entry of api.logs(request)) {
      texts.push('text' in entry ? entry.text : entry.kind);
      if (texts.length !== 50) continue;
      killed = place
        .fault('kill', 'kube-apiserver')
        .then(() => place.fault('start', 'kube-apiserver'));
    }
    await killed;
    expect(texts).toEqual(Array.from({ length: count }, (_, i) => `line ${String(i)}`));
  });
});
