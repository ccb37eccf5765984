import { describe, expect, it } from 'vitest';
import {
  problem,
  Plan,
  type DeliveryPlan,
  type Settings
} from '@jupyterlab-kubeflow/protocol';
import { makeBundle } from '../bundle/make.js';
import type { KubeObject } from '../cluster/object.js';
import { known } from '../cluster/probe/answer.js';
import type { Answers } from '../cluster/probe/probe.js';
import { without } from '../kubernetes/testing.js';
import { isReady } from './checks.js';
import { makeClusterPlan, type ClusterPlanInput } from './cluster-plan.js';
import {
  codes,
  inputWith,
  objectsOf,
  probeWith,
  requirement,
  rows
} from './testing.js';

const GIB = 1024 ** 3;

describe('a plan for a cluster', () => {
  it('is a plan, with all that was decided and why', () => {
    const plan = makeClusterPlan(inputWith({ ranks: 3 }));
    expect(Plan.parse(plan)).toEqual(plan);
    expect(plan.target).toEqual({
      kind: 'cluster',
      context: 'dev',
      namespace: 'team-a'
    });
    expect(plan.environment).toMatchObject({
      kind: 'image',
      image: 'quay.io/jupyter/pytorch-notebook:python-3.12',
      version: '3.12',
      reason: { code: 'image-same-python' }
    });
    expect(plan.workload).toEqual({
      kind: 'PyTorchJob',
      framework: 'torch',
      replicas: [
        { role: 'master', count: 1 },
        { role: 'worker', count: 2 }
      ]
    });
    expect(plan.cluster.delivery.kind).toBe('inline');
    expect(plan.reasons['cluster.workload.kind']?.code).toBe('workload-of-framework');
    expect(isReady(plan.checks)).toBe(true);
  });

  it('says nothing of this computer: neither its disk nor its CPUs', () => {
    const names = makeClusterPlan(inputWith({ ranks: 64 })).checks.map(
      ({ name }) => name
    );
    expect(names).not.toContain('disk');
    expect(names).not.toContain('gpu');
  });

  it('can be made for a cluster that cannot be asked, and says why it cannot run', () => {
    const place = problem('cluster-unreachable', {
      ...{ server: 'https://x', context: 'dev', detail: 'refused' }
    });
    const plan = makeClusterPlan(inputWith({}, { place }));
    expect(codes(plan.checks, 'failed')).toEqual(['cluster-unreachable']);
    expect(plan.workload.kind).toBe('PyTorchJob');
    expect(plan.reasons['cluster.workload.kind']?.code).toBe('workload-kind-unasked');
  });

  it('needs no kernel', () => {
    const plan = makeClusterPlan(without(inputWith(), 'kernelVersion'));
    expect(plan.environment.reason.code).toBe('image-of-catalogue');
    expect(isReady(plan.checks)).toBe(true);
  });

  it('refuses more pods than anybody wants, and roles that the kind has not', () => {
    const many = makeClusterPlan(inputWith({ ranks: 100_000 }));
    expect(codes(many.checks, 'failed')).toEqual(['cluster-ranks-invalid']);
    const replicas = [{ role: 'ps' as const, count: 1 }];
    const strange = makeClusterPlan(inputWith({ replicas }));
    expect(codes(strange.checks, 'failed')).toContain('workload-role-unsuitable');
  });

  it('holds no value that looks like a secret, and says where it belongs', () => {
    const input = inputWith({
      env: { API_TOKEN: 'hush' },
      cluster: { env: [{ from: 'value', name: 'DB_PASSWORD', value: 'hush' }] }
    });
    const plan = makeClusterPlan(input);
    expect(JSON.stringify(plan)).not.toContain('hush');
    expect(codes(plan.checks, 'failed')).toEqual([
      'cluster-env-secret',
      'cluster-env-secret'
    ]);
    expect(JSON.stringify(objectsOf(input))).not.toContain('hush');
  });
});

const nodeWith = (runtime: string) => ({
  metadata: { name: 'n1' },
  status: {
    nodeInfo: { containerRuntimeVersion: runtime, kubeletVersion: 'v1.36.3' }
  }
});

/** OpenAPI of a PyTorchJob whose pods may have images as volumes. */
function operatorApi(): KubeObject {
  const object = (properties: object) => ({ type: 'object', properties });
  const volumes = { type: 'array', items: object({ image: {} }) };
  const replica = object({ template: object({ spec: object({ volumes }) }) });
  const replicas = { type: 'object', additionalProperties: replica };
  const job = {
    ...object({ spec: object({ pytorchReplicaSpecs: replicas }) }),
    'x-kubernetes-group-version-kind': [{ kind: 'PyTorchJob', group: 'kubeflow.org' }]
  };
  return { components: { schemas: { job } } };
}

const MOUNTING: Partial<Answers> = {
  nodes: known([nodeWith('containerd://2.2.9')]),
  operator: known(operatorApi())
};

describe('its delivery', () => {
  const file = (size: number) => {
    const content = { kind: 'text', text: '' } as const;
    return { path: 'a.bin', mode: 0o644, sha256: 'ab', size, content };
  };
  const withSize = (
    size: number,
    settings: Partial<Settings> = {},
    push?: string
  ): ClusterPlanInput => {
    const access = { plainHttp: [], trusted: [] };
    const entry = { kind: 'script', path: 'a.py' } as const;
    const bundle = makeBundle(
      { files: [file(size)], entry, requirements: [] },
      () => 'ab'
    );
    return inputWith(settings, {
      bundle,
      ...(push === undefined ? {} : { registry: { push, access } })
    });
  };

  it.each<{
    readonly bundle: string;
    readonly size: number;
    readonly wanted?: DeliveryPlan['kind'];
    readonly place?: Partial<Answers>;
    readonly push?: string;
    readonly is: readonly [kind: string, why: string, outcome: string];
  }>([
    { bundle: 'fits', size: 1000, is: ['inline', 'delivery-inline', 'ok'] },
    {
      bundle: 'fits, with a registry',
      size: 1000,
      push: 'r/x',
      is: ['inline', 'delivery-inline', 'ok']
    },
    {
      bundle: 'is large, where nodes can mount images',
      size: GIB,
      push: 'r/x',
      place: MOUNTING,
      is: ['image-volume', 'delivery-image-volume', 'ok']
    },
    {
      bundle: 'is large, where nobody knows what nodes can',
      size: GIB,
      push: 'r/x',
      is: ['append', 'delivery-append-unknown', 'ok']
    },
    {
      bundle: 'is large, where a node is too old',
      size: GIB,
      push: 'r/x',
      place: { nodes: known([nodeWith('containerd://1.7.28')]) },
      is: ['append', 'delivery-append-node', 'ok']
    },
    {
      bundle: 'is large, where the server is too old',
      size: GIB,
      push: 'r/x',
      place: { ...MOUNTING, version: known({ gitVersion: 'v1.33.0' }) },
      is: ['append', 'delivery-append-server', 'ok']
    },
    {
      bundle: 'is large, of a kind that drops such volumes',
      size: GIB,
      push: 'r/x',
      place: { ...MOUNTING, operator: known({}) },
      is: ['append', 'delivery-append-kind', 'ok']
    },
    {
      bundle: 'is wanted mounted, and small',
      size: 1000,
      wanted: 'image-volume',
      push: 'r/x',
      place: MOUNTING,
      is: ['image-volume', 'chosen', 'ok']
    },
    {
      bundle: 'is wanted mounted, where nobody knows',
      size: 1000,
      wanted: 'image-volume',
      push: 'r/x',
      is: ['image-volume', 'chosen', 'ok']
    },
    {
      bundle: 'is wanted mounted, where a node is too old',
      size: 1000,
      wanted: 'image-volume',
      push: 'r/x',
      place: { nodes: known([nodeWith('containerd://1.7.28')]) },
      is: ['image-volume', 'chosen', 'failed']
    },
    {
      bundle: 'is wanted mounted, without a registry',
      size: 1000,
      wanted: 'image-volume',
      place: MOUNTING,
      is: ['image-volume', 'chosen', 'failed']
    },
    {
      bundle: 'is large, without a registry',
      size: GIB,
      is: ['inline', 'delivery-inline', 'failed']
    },
    {
      bundle: 'is large, and wanted inline',
      size: GIB,
      wanted: 'inline',
      push: 'r/x',
      is: ['inline', 'chosen', 'failed']
    },
    {
      bundle: 'is wanted in an image',
      size: 1000,
      wanted: 'append',
      push: 'r/x',
      is: ['append', 'chosen', 'ok']
    },
    {
      bundle: 'is wanted in an image, without a registry',
      size: 1000,
      wanted: 'append',
      is: ['append', 'chosen', 'failed']
    }
  ])('of a bundle that $bundle', ({ size, wanted, push, place = {}, is }) => {
    const settings = wanted === undefined ? {} : { delivery: wanted };
    const { cluster, checks } = makeClusterPlan({
      ...withSize(size, settings, push),
      place: probeWith(place)
    });
    const { kind, reason } = cluster.delivery;
    expect([kind, reason.code, ...rows(checks, 'delivery')]).toEqual(is);
    expect(cluster.delivery.push).toBe(kind === 'inline' ? undefined : push);
  });
});

describe('its image', () => {
  const planOf = (
    settings: Partial<Settings>,
    changes: Partial<ClusterPlanInput> = {}
  ) => makeClusterPlan(inputWith(settings, changes));

  it('is the one that was chosen, then the notebook server’s, then the catalogue’s', () => {
    const own = { ownImage: 'registry.example/notebook:1' };
    expect(planOf({ image: 'mine:1' }, own).environment.image).toBe('mine:1');
    expect(planOf({}, own).environment).toMatchObject({
      image: 'registry.example/notebook:1',
      reason: { code: 'image-own' }
    });
  });

  it('is refused when no registry could have it', () => {
    const { checks } = planOf({ image: 'My Image' });
    expect(codes(checks, 'failed')).toEqual(['image-name-invalid']);
  });

  it('says which packages nobody knows to be in it', () => {
    const requirements = [requirement('numpy'), requirement('lightning')];
    const listed = planOf({}, { requirements }).checks;
    expect(listed.find(({ name }) => name === 'packages')).toMatchObject({
      outcome: 'warning',
      problem: { params: { packages: 'lightning' } }
    });
    const other = planOf({ image: 'mine:1' }, { requirements }).checks;
    expect(rows(other, 'packages')).toEqual(['unknown']);
  });

  it('of another Python is a warning', () => {
    const { checks, environment } = planOf({}, { kernelVersion: '3.8.1' });
    expect(environment.version).toBe('3.11');
    expect(rows(checks, 'image')).toEqual(['warning']);
  });

  it('must be able to execute whole notebooks when one is to be', () => {
    const { checks } = planOf({ image: 'mine:1' }, { mode: 'notebook' });
    expect(checks.find(({ name }) => name === 'packages')?.message.params).toEqual({
      packages: 'nbclient, ipykernel'
    });
  });
});
