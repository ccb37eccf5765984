import { describe, expect, it } from 'vitest';
import type { Settings } from '@jupyterlab-kubeflow/protocol';
import { known } from '../cluster/probe/answer.js';
import { isReady } from './checks.js';
import { makeClusterPlan } from './cluster-plan.js';
import { codes, inputWith, probeWith, rows } from './testing.js';

type Chosen = NonNullable<Settings['cluster']>;

const GIB = 1024 ** 3;

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
