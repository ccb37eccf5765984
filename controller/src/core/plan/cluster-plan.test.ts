import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  problem,
  Plan,
  WorkloadKind,
  type Check,
  type Settings
} from '@jupyterlab-kubeflow/protocol';
import { makeBundle } from '../bundle/make.js';
import { known } from '../cluster/probe/answer.js';
import { carries } from '../kubernetes/fields.js';
import { manifestInput } from '../kubernetes/from-plan.js';
import { manifestsFor } from '../kubernetes/manifests.js';
import { fullWorkload, without } from '../kubernetes/testing.js';
import { isReady } from './checks.js';
import { makeClusterPlan, type ClusterPlanInput } from './cluster-plan.js';
import { inputWith, probeWith, requirement } from './testing.js';

type Chosen = NonNullable<Settings['cluster']>;

const GIB = 1024 ** 3;

const rows = (checks: readonly Check[], name: string): string[] =>
  checks.filter(check => check.name === name).map(check => check.outcome);

const codes = (checks: readonly Check[], outcome: Check['outcome']): string[] =>
  checks.filter(check => check.outcome === outcome).map(({ message }) => message.code);

/** The objects of the plan, but for the record, which holds all of it anyway. */
function objectsOf(input: ClusterPlanInput): unknown {
  const plan = makeClusterPlan(input);
  const delivery = { kind: 'inline', files: [] } as const;
  const cluster = probeWith().manifests;
  return manifestsFor(
    manifestInput({ id: 'digits-x7k2m', plan, delivery, origin: {}, cluster })
  ).filter(({ metadata }) => !metadata.name.endsWith('-record'));
}

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
    const { kernelVersion: _, ...input } = inputWith();
    const plan = makeClusterPlan(input);
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
    const entry = { kind: 'script', path: 'a.py' } as const;
    const bundle = makeBundle(
      { files: [file(size)], entry, requirements: [] },
      () => 'ab'
    );
    return inputWith(settings, {
      bundle,
      delivery: push === undefined ? {} : { push }
    });
  };

  it.each([
    ['fits', 1000, undefined, undefined, 'inline', 'delivery-inline', 'ok'],
    [
      'fits, with a registry',
      1000,
      undefined,
      'r/x',
      'inline',
      'delivery-inline',
      'ok'
    ],
    ['is large', GIB, undefined, 'r/x', 'append', 'delivery-too-large', 'ok'],
    [
      'is large, without a registry',
      GIB,
      undefined,
      undefined,
      'inline',
      'delivery-inline',
      'failed'
    ],
    ['is large, and wanted inline', GIB, 'inline', 'r/x', 'inline', 'chosen', 'failed'],
    ['is wanted in an image', 1000, 'append', 'r/x', 'append', 'chosen', 'ok'],
    [
      'is wanted in an image, without a registry',
      1000,
      'append',
      undefined,
      'append',
      'chosen',
      'failed'
    ]
  ] as const)('of a bundle that %s', (_, size, delivery, push, kind, why, outcome) => {
    const settings = delivery === undefined ? {} : { delivery };
    const { cluster, checks } = makeClusterPlan(withSize(size, settings, push));
    expect([cluster.delivery.kind, cluster.delivery.reason.code]).toEqual([kind, why]);
    expect(cluster.delivery.push).toBe(kind === 'append' ? push : undefined);
    expect(rows(checks, 'delivery')).toEqual([outcome]);
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

/** For every field another value than that of `fullWorkload`. */
const OTHER: Required<Chosen> = {
  kind: 'Job',
  cpu: 0.25,
  memoryBytes: GIB / 2,
  shmBytes: 0,
  gpu: { count: 2, resource: 'amd.com/gpu' },
  env: [{ from: 'secret', name: 'OTHER', object: 'o', key: 'k' }],
  volumes: [{ kind: 'existing', claim: 'other', path: '/other' }],
  nodeSelector: { zone: 'b' },
  tolerations: [{ operator: 'Exists' }],
  imagePullSecrets: ['other'],
  labels: { team: 'other' },
  annotations: { note: 'other' },
  retries: 3,
  ttlSeconds: 60,
  suspend: true,
  cleanPodPolicy: 'All',
  successPolicy: 'all-workers',
  priorityClass: 'other',
  serviceAccount: 'other',
  queue: 'other',
  deadlineSeconds: 60,
  elastic: { minReplicas: 2, maxReplicas: 5 },
  nprocPerNode: 4,
  runtime: { name: 'other', kind: 'TrainingRuntime' }
};

const fieldsOf = (value: object): (keyof Chosen)[] =>
  Object.keys(value) as (keyof Chosen)[];

function chosenOf(kind: WorkloadKind): Chosen {
  return without(fullWorkload(kind, 3), 'replicas');
}

describe('every field of the settings', () => {
  it.each(WorkloadKind.options)('of a %s is in the plan, and in what is made', kind => {
    const full = chosenOf(kind);
    const cluster = probeWith().manifests;
    const before = inputWith({ ranks: 3, cluster: full });
    for (const field of fieldsOf(OTHER).filter(name => name !== 'kind')) {
      const changed = { ...full, [field]: OTHER[field] };
      const after = inputWith({ ranks: 3, cluster: changed });
      expect(makeClusterPlan(after).cluster.workload[field], field).toEqual(
        OTHER[field]
      );
      const { checks } = makeClusterPlan(
        inputWith({ ranks: 3, cluster: { kind, [field]: OTHER[field] } })
      );
      if (carries(kind, field, cluster)) {
        expect(objectsOf(after), field).not.toEqual(objectsOf(before));
      } else {
        expect(codes(checks, 'failed'), field).toContain('workload-field-unsupported');
      }
    }
  });

  it('is kept whatever else is chosen', () => {
    const kinds = fc.constantFrom(...WorkloadKind.options);
    const some = fc.subarray(fieldsOf(OTHER).filter(name => name !== 'kind'));
    fc.assert(
      fc.property(
        kinds,
        some,
        fc.integer({ min: 1, max: 9 }),
        (kind, fields, ranks) => {
          const cluster: Chosen = {
            kind,
            ...Object.fromEntries(fields.map(field => [field, OTHER[field]]))
          };
          const plan = makeClusterPlan(inputWith({ ranks, cluster }));
          expect(plan.cluster.workload).toMatchObject(cluster);
          expect(Plan.parse(plan)).toEqual(plan);
          expect(plan.workload.replicas).toEqual(plan.cluster.workload.replicas);
          const pods = plan.workload.replicas.reduce(
            (sum, { count }) => sum + count,
            0
          );
          expect(pods).toBe(ranks);
        }
      )
    );
  });

  it.each<Partial<Settings>>([
    { image: 'other:1' },
    { ranks: 2 },
    { env: { LEVEL: 'debug' } },
    { framework: 'tensorflow' },
    { replicas: [{ role: 'master', count: 1 }] }
  ])('beside the cluster’s changes what is made, too: %j', settings => {
    const base = { ranks: 3 };
    expect(objectsOf(inputWith({ ...base, ...settings }))).not.toEqual(
      objectsOf(inputWith(base))
    );
  });

  it('names the run', () => {
    expect(makeClusterPlan(inputWith({ name: 'Mine' })).name).toBe('mine');
  });
});

describe('what the place says', () => {
  const quota = (hard: Record<string, string>, used: Record<string, string>) => ({
    metadata: { name: 'compute' },
    status: { hard, used }
  });
  const node = (
    allocatable: Record<string, string>,
    labels: Record<string, string> = {}
  ) => ({ metadata: { labels }, status: { allocatable } });

  const planWith = (
    place: Parameters<typeof probeWith>[0],
    cluster: Chosen = {},
    ranks = 3
  ) => makeClusterPlan(inputWith({ ranks, cluster }, { place: probeWith(place) }));

  it('about a quota is told with its numbers', () => {
    const quotas = known([quota({ 'requests.cpu': '4' }, { 'requests.cpu': '1' })]);
    const { checks } = planWith({ quotas }, { cpu: 1 });
    expect(checks.find(({ name }) => name === 'quota')?.problem).toMatchObject({
      code: 'quota-short',
      params: { needed: '3.3', resource: 'requests.cpu', hard: '4', used: '1' }
    });
    expect(rows(planWith({ quotas }, { cpu: 0.5 }).checks, 'quota')).toEqual(['ok']);
    // What waits in a queue waits for the quota, too.
    const queues = known([{ metadata: { name: 'q' } }]);
    const waiting = planWith({ quotas, queues }, { cpu: 1, queue: 'q' });
    expect(rows(waiting.checks, 'quota')).toEqual(['warning']);
  });

  it.each([
    ['pods', { pods: '2' }],
    ['count/pytorchjobs.kubeflow.org', { 'count/pytorchjobs.kubeflow.org': '0' }],
    ['limits.memory', { 'limits.memory': '1Gi' }],
    ['configmaps', { configmaps: '1' }]
  ])('about a quota of %s is told', (resource, hard) => {
    const { checks } = planWith({ quotas: known([quota(hard, {})]) });
    const found = checks.find(({ name }) => name === 'quota');
    expect(found?.problem?.params['resource']).toBe(resource);
  });

  it('about GPUs: none such, one such, nobody knows', () => {
    const gpu = { count: 2, resource: 'nvidia.com/gpu' };
    const with2 = node(
      { cpu: '64', memory: '256Gi', 'nvidia.com/gpu': '2' },
      { 'nvidia.com/gpu.product': 'A100' }
    );
    const nodes = known([node({ cpu: '64', memory: '256Gi' })]);
    expect(codes(planWith({ nodes }, { gpu }).checks, 'failed')).toEqual([
      'gpu-not-there'
    ]);
    expect(rows(planWith({ nodes: known([with2]) }, { gpu }).checks, 'nodes')).toEqual([
      'ok'
    ]);
    const type = { label: 'nvidia.com/gpu.product', value: 'H100' };
    const other = planWith({ nodes: known([with2]) }, { gpu: { ...gpu, type } });
    const why = other.checks.find(({ name }) => name === 'nodes')?.problem;
    expect(why?.sentence).toBe(
      'No node has 2 × nvidia.com/gpu (H100); there are: 2 × nvidia.com/gpu (A100).'
    );
    const unasked = planWith({}, { gpu });
    expect(rows(unasked.checks, 'nodes')).toEqual(['unknown']);
    expect(isReady(unasked.checks)).toBe(true);
  });

  it('about nodes that are too small blocks, unless more may be added', () => {
    const small = { cpu: '1', memory: '2Gi' };
    const fixed = planWith({ nodes: known([node(small)]) });
    expect(codes(fixed.checks, 'failed')).toEqual(['nodes-too-small']);
    const growing = node(small, { 'cloud.google.com/gke-nodepool': 'p' });
    const pool = planWith({ nodes: known([growing]) });
    expect(rows(pool.checks, 'nodes')).toEqual(['warning']);
  });

  it('about volumes: what is missing, and what is there already', () => {
    const claims = known([{ metadata: { name: 'data' } }]);
    const mount = (claim: string, path: string) =>
      ({ kind: 'existing', claim, path }) as const;
    const made = { kind: 'new', claim: 'data', path: '/new', sizeBytes: GIB } as const;
    const failing = (volumes: NonNullable<Chosen['volumes']>) =>
      codes(planWith({ claims }, { volumes }).checks, 'failed');
    expect(failing([mount('data', '/a')])).toEqual([]);
    expect(failing([mount('lost', '/a')])).toEqual(['claim-missing']);
    expect(failing([made])).toEqual(['claim-exists']);
    const classes = { claims, storageClasses: known([{ metadata: { name: 'fast' } }]) };
    const slow = { ...made, claim: 'out', storageClass: 'slow' };
    expect(codes(planWith(classes, { volumes: [slow] }).checks, 'failed')).toEqual([
      'storage-class-missing'
    ]);
  });

  it('about rights names the verb', () => {
    const rights = new Map([
      ['create pytorchjobs.kubeflow.org', known(false)],
      ['get pods/log', known(false)]
    ]);
    const { checks } = planWith({ rights });
    const told = checks
      .filter(({ name }) => name === 'access')
      .map(({ outcome, problem: why }) => [outcome, why?.sentence]);
    expect(told).toEqual([
      ['failed', 'dev may not create pytorchjobs.kubeflow.org in namespace team-a.'],
      ['warning', 'dev may not get pods/log in namespace team-a.']
    ]);
  });

  it('about kinds and queues names what is missing', () => {
    const plurals = known(new Set<string>());
    const { checks, workload, reasons } = planWith({ plurals });
    expect(workload.kind).toBe('Job');
    expect(reasons['cluster.workload.kind']?.code).toBe('workload-operator-absent');
    expect(isReady(checks)).toBe(true);
    const wanted = planWith({ plurals }, { kind: 'PyTorchJob' });
    expect(codes(wanted.checks, 'failed')).toEqual(['workload-kind-absent']);
    expect(codes(planWith({}, { queue: 'q' }).checks, 'failed')).toEqual([
      'queue-missing'
    ]);
  });
});
