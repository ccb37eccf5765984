import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Plan, WorkloadKind, type Settings } from '@jupyterlab-kubeflow/protocol';
import { carries } from '../kubernetes/fields.js';
import { fullWorkload, without } from '../kubernetes/testing.js';
import { makeClusterPlan } from './cluster-plan.js';
import { codes, inputWith, objectsOf, probeWith } from './testing.js';

type Chosen = NonNullable<Settings['cluster']>;

const GIB = 1024 ** 3;

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
