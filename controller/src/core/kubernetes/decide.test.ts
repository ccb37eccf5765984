import { describe, expect, it } from 'vitest';
import {
  ClusterSettings,
  ClusterWorkload,
  type Framework,
  type Replicas,
  type WorkloadKind
} from '@jupyterlab-kubeflow/protocol';
import * as z from 'zod/mini';
import { decideWorkload, type WorkloadFacts } from './decide.js';

const facts = (
  framework: Framework,
  replicas: readonly Replicas[] = [{ role: 'worker', count: 3 }],
  more: Partial<WorkloadFacts> = {}
): WorkloadFacts => ({
  framework,
  replicas,
  kinds: ['PyTorchJob', 'TFJob', 'TrainJob'],
  runtimes: [],
  ...more
});

describe('the workload of a plan', () => {
  it.each<[Framework, readonly WorkloadKind[], WorkloadKind, string]>([
    ['none', [], 'Job', 'the code uses neither PyTorch nor TensorFlow'],
    [
      ...(['torch', ['PyTorchJob'], 'PyTorchJob'] as const),
      'the code uses PyTorch, and the cluster has PyTorchJob'
    ],
    ['torch', ['TrainJob'], 'Job', 'the cluster has no PyTorchJob'],
    [
      ...(['tensorflow', ['TFJob'], 'TFJob'] as const),
      'the code uses TensorFlow, and the cluster has TFJob'
    ]
  ])('of %s code with %j is a %s: %s', (framework, kinds, kind, because) => {
    const decided = decideWorkload({}, facts(framework, undefined, { kinds }));
    expect(decided.workload.kind).toBe(kind);
    expect(decided.reasons['kind']?.text).toBe(because);
  });

  it('is complete, and every default has a reason', () => {
    const { workload, reasons } = decideWorkload({}, facts('torch'));
    expect(z.safeParse(ClusterWorkload, workload).success).toBe(true);
    const said = Object.entries(workload).filter(
      ([, value]) => typeof value !== 'object' || Array.isArray(value)
    );
    const empty = ['env', 'volumes', 'tolerations', 'imagePullSecrets'];
    for (const [field] of said.filter(([name]) => !empty.includes(name)))
      expect(reasons[field]?.text, field).toBeTruthy();
  });

  it('is what was chosen, and says so', () => {
    const chosen = z.parse(ClusterSettings, { kind: 'Job', cpu: 8, ttlSeconds: 0 });
    const { workload, reasons } = decideWorkload(chosen, facts('torch'));
    expect(workload).toMatchObject(chosen);
    for (const field of ['kind', 'cpu', 'ttlSeconds'])
      expect(reasons[field]?.code).toBe('chosen');
    expect(reasons['memoryBytes']?.code).toBe('workload-memory-default');
  });

  const master: Replicas[] = [
    { role: 'master', count: 1 },
    { role: 'worker', count: 2 }
  ];
  const cluster: Replicas[] = [
    { role: 'chief', count: 1 },
    { role: 'ps', count: 1 }
  ];

  it.each<[WorkloadKind, Replicas[], Replicas[]]>([
    ['Job', master, [{ role: 'worker', count: 3 }]],
    ['TrainJob', master, [{ role: 'worker', count: 3 }]],
    ['PyTorchJob', master, master],
    ['PyTorchJob', [{ role: 'worker', count: 3 }], master],
    ['PyTorchJob', [{ role: 'worker', count: 1 }], [{ role: 'master', count: 1 }]],
    ['TFJob', cluster, cluster],
    ['TFJob', master, [{ role: 'worker', count: 3 }]]
  ])('has the roles of a %s: %j becomes %j', (kind, replicas, expected) => {
    const { workload } = decideWorkload({ kind }, facts('none', replicas));
    expect(workload.replicas).toEqual(expected);
  });

  it('has no master among elastic workers', () => {
    const elastic = { minReplicas: 1, maxReplicas: 3 };
    const { workload } = decideWorkload(
      { kind: 'PyTorchJob', elastic },
      facts('torch', master)
    );
    expect(workload.replicas).toEqual([{ role: 'worker', count: 3 }]);
  });

  it('takes the cluster’s runtime when it is the only one', () => {
    const one = { name: 'a', kind: 'TrainingRuntime' } as const;
    const runtimeOf = (runtimes: WorkloadFacts['runtimes']) =>
      decideWorkload({ kind: 'TrainJob' }, facts('torch', master, { runtimes }))
        .workload.runtime;
    expect(runtimeOf([one])).toEqual(one);
    expect(runtimeOf([one, { ...one, name: 'b' }])).toBeUndefined();
    expect(runtimeOf([])).toBeUndefined();
  });
});
