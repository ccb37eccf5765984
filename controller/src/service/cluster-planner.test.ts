import { describe, expect, it } from 'vitest';
import {
  problem,
  ProblemError,
  type Check,
  type ErrorCode,
  type Settings
} from '@jupyterlab-kubeflow/protocol';
import { ManualClock } from '../adapters/memory/clock.js';
import { inputWith } from '../core/plan/testing.js';
import { START_MS } from './probes.js';
import { plannerFor, ScriptedCluster, type Script } from './testing.js';

const REF = { kind: 'cluster', context: 'dev', namespace: 'team-a' } as const;

const GROUPS = {
  groups: [{ name: 'kubeflow.org', versions: [{ version: 'v1' }] }]
};

/** A cluster with the training operator that says no more than it must. */
const BASE: Script = {
  'read /apis': () => GROUPS,
  'read /apis/kubeflow.org/v1': () => ({
    resources: [{ name: 'pytorchjobs' }, { name: 'tfjobs' }]
  }),
  'create PyTorchJob': () => ({}),
  'create Pod': () => ({})
};

function refuse(code: ErrorCode, params: Record<string, string> = {}): () => never {
  return () => {
    const all = { object: 'x', detail: 'no', context: 'dev', ...params };
    throw new ProblemError(problem(code as 'admission-denied', all));
  };
}

function scene(script: Script = {}) {
  const cluster = new ScriptedCluster({ ...BASE, ...script });
  const clock = new ManualClock();
  const access = { plainHttp: [], trusted: [] };
  const setting = { access, place: { push: 'r.example/runs', access } };
  const planner = plannerFor(cluster, { setting }, clock);
  const plan = (settings: Partial<Settings> = {}, options = {}) =>
    planner.plan(inputWith({ ranks: 2, ...settings }), REF, options);
  return { cluster, clock, planner, plan };
}

const outcomes = (checks: readonly Check[], ...names: string[]): string[] =>
  checks
    .filter(({ name }) => names.includes(name))
    .map(({ name, outcome }) => `${name} ${outcome}`);

const failing = (checks: readonly Check[]): (string | undefined)[] =>
  checks.flatMap(check => (check.outcome === 'failed' ? [check.problem?.code] : []));

describe('a plan for a cluster', () => {
  it('is tried: the workload, and a pod of each role; nothing is created', async () => {
    const { plan, cluster } = scene();
    const { checks } = await plan();
    expect(outcomes(checks, 'dry run', 'pods')).toEqual(['dry run ok', 'pods ok']);
    const kinds = cluster.created.map(({ kind }) => kind);
    expect(kinds).toEqual(['PyTorchJob', 'Pod', 'Pod']);
    expect(cluster.asked.filter(asked => asked.endsWith('for good'))).toEqual([]);
  });

  it('is tried with the volume that its code comes in', async () => {
    const { plan, cluster } = scene();
    await plan({ delivery: 'image-volume' });
    const tried = JSON.stringify(cluster.created);
    expect(
      tried.match(/"image":\{"reference":"r\.example\/runs@sha256:0{64}"/g)
    ).toHaveLength(
      // Master and worker of the job, and a pod of each.
      4
    );
  });

  it.each([
    ['containerd://2.2.9', 1],
    ['containerd://1.7.28', 0]
  ])(
    'reads the operator’s schema where nodes can mount images: %s',
    async (runtime, times) => {
      const nodeInfo = { containerRuntimeVersion: runtime, kubeletVersion: 'v1.36.3' };
      const { plan, cluster } = scene({
        'read /version': () => ({ gitVersion: 'v1.36.3' }),
        'list nodes': () => [{ metadata: { name: 'n1' }, status: { nodeInfo } }]
      });
      await plan();
      const schema = 'read /openapi/v3/apis/kubeflow.org/v1';
      expect(cluster.asked.filter(asked => asked === schema)).toHaveLength(times);
    }
  );

  it('is made though the user may read nothing outside the namespace', async () => {
    const { checks } = await scene().plan();
    expect(failing(checks)).toEqual([]);
  });

  it('asks little of the cluster while somebody fills in a form', async () => {
    const { plan, cluster, clock } = scene();
    await plan();
    const first = cluster.asked.length;
    await plan();
    expect(cluster.asked.length).toBe(first);
    await plan({ cluster: { cpu: 1 } });
    expect(cluster.asked.slice(first)).toEqual([
      'create PyTorchJob',
      'create Pod',
      'create Pod'
    ]);
    const second = cluster.asked.length;
    clock.advance(6_000);
    await plan();
    expect(cluster.asked.slice(second)).toEqual(['list resourcequotas']);
  });

  it('that is started asks for nothing that the plan before it has found', async () => {
    const { plan, cluster, clock } = scene();
    await plan();
    const first = cluster.asked.length;
    clock.advance(9 * 60_000);
    await plan({}, { age: START_MS });
    expect(cluster.asked.length).toBe(first);
    clock.advance(60_000);
    await plan({}, { age: START_MS });
    expect(cluster.asked.length).toBe(2 * first);
  });

  it('that is started is not held up by what has been mended meanwhile', async () => {
    const { plan, cluster, clock } = scene({
      'create Pod': refuse('quota-exceeded')
    });
    expect(failing((await plan()).checks)).toEqual(['quota-exceeded']);
    cluster.script = BASE;
    clock.advance(60_000);
    expect(failing((await plan({}, { age: START_MS })).checks)).toEqual([]);
  });

  it.each<[ErrorCode]>([
    ['cluster-unreachable'],
    ['credentials-refused'],
    ['cluster-certificate'],
    ['login-command-failed'],
    ['cluster-failed']
  ])('of a cluster that cannot be asked (%s) says so', async code => {
    const params = { server: 's', command: 'c', code: '500' };
    const { plan, cluster } = scene({ 'read /apis': refuse(code, params) });
    const { checks } = await plan();
    expect(failing(checks)).toEqual([code]);
    expect(cluster.created).toEqual([]);
    cluster.script = BASE;
    expect(failing((await plan()).checks)).toEqual([]);
  });

  it('of a namespace that is not there says so', async () => {
    const missing = refuse('object-missing');
    const { plan } = scene({ 'get namespaces team-a': missing });
    expect(failing((await plan()).checks)).toEqual(['namespace-missing']);
  });

  it('may not be able to ask what there is', async () => {
    const { plan } = scene({
      'read /apis': refuse('cluster-forbidden-outside', {
        verb: 'get',
        resource: '/apis'
      })
    });
    const { checks, reasons } = await plan();
    expect(failing(checks)).toEqual([]);
    expect(reasons['cluster.workload.kind']?.code).toBe('workload-kind-unasked');
  });
});

describe('what the API server says when it tries', () => {
  it('about a policy is told once, though every role is refused', async () => {
    const denied = refuse('admission-denied', { detail: 'violates PodSecurity' });
    const { checks } = await scene({ 'create Pod': denied }).plan();
    expect(failing(checks)).toEqual(['admission-denied']);
  });

  it('about a quota blocks what starts at once, and not what waits', async () => {
    const script = { 'create Pod': refuse('quota-exceeded', { detail: 'cpu' }) };
    const now = await scene(script).plan();
    expect(outcomes(now.checks, 'quota')).toEqual(['quota failed']);
    const later = await scene(script).plan({ cluster: { suspend: true } });
    expect(outcomes(later.checks, 'quota')).toEqual(['quota warning']);
  });

  it('to who may create no pods is no obstacle: a controller makes them', async () => {
    const forbidden = refuse('cluster-forbidden', {
      ...{ verb: 'create', resource: 'pods', namespace: 'team-a' }
    });
    const { checks } = await scene({ 'create Pod': forbidden }).plan();
    expect(failing(checks)).toEqual([]);
    expect(outcomes(checks, 'pods')).toEqual(['pods unknown']);
  });

  it('about a name that is taken means nothing: the run has another', async () => {
    const { checks } = await scene({ 'create Pod': refuse('object-exists') }).plan();
    expect(failing(checks)).toEqual([]);
  });

  it('may be that a webhook cannot be tried', async () => {
    const detail = 'admission webhook "x" does not support dry run';
    const denied = refuse('admission-denied', { detail });
    const { checks } = await scene({ 'create PyTorchJob': denied }).plan();
    expect(failing(checks)).toEqual([]);
    expect(outcomes(checks, 'dry run')).toEqual(['dry run unknown']);
  });

  it('is not asked for when the plan cannot be carried at all', async () => {
    const { plan, cluster } = scene();
    await plan({ cluster: { kind: 'TrainJob' } });
    expect(cluster.created).toEqual([]);
  });
});

describe('a catalogue', () => {
  const images = [{ image: 'r.example/team:1', python: '3.12', framework: 'torch' }];
  const map = (list: unknown) => ({ data: { 'images.json': JSON.stringify(list) } });

  it('is the one an administrator publishes, else the built-in', async () => {
    const name = 'get configmaps jupyterlab-kubeflow-images';
    const { plan } = scene({ [name]: () => map(images) });
    expect((await plan()).environment.image).toBe('r.example/team:1');
    const empty = scene({ [name]: () => map([]) });
    expect((await empty.plan()).environment.image).toContain('quay.io/jupyter');
  });
});

describe('choices for a form', () => {
  it('have what the namespace offers', async () => {
    const { planner } = scene({
      'list persistentvolumeclaims': () => [{ metadata: { name: 'data' } }],
      'list resourcequotas': () => [
        {
          metadata: { name: 'q' },
          status: { hard: { pods: '5' }, used: { pods: '1' } }
        }
      ]
    });
    expect(await planner.choices(REF)).toMatchObject({
      kinds: ['Job', 'PyTorchJob', 'TFJob'],
      claims: ['data'],
      quotas: [{ quota: 'q', resource: 'pods', used: '1', hard: '5' }],
      gpus: []
    });
  });
});
