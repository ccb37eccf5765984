import { describe, expect, it } from 'vitest';
import {
  WorkloadKind,
  type ClusterSettings,
  type ClusterWorkload
} from '@jupyterlab-kubeflow/protocol';
import type { ClusterFacts } from './input.js';
import { choiceProblems, workloadProblems } from './problems.js';
import {
  FRAMEWORK_OF,
  NEW_TRAINJOB,
  OLD_TRAINJOB,
  defaultWorkload,
  fullWorkload,
  without
} from './testing.js';

const CLUSTER: ClusterFacts = { nativeSidecars: true, trainJob: NEW_TRAINJOB };

function sentences(
  kind: WorkloadKind,
  more: Partial<ClusterWorkload>,
  cluster = CLUSTER
): string[] {
  const workload = { ...defaultWorkload(kind, 3), ...more };
  return workloadProblems(workload, FRAMEWORK_OF[kind], cluster).map(
    ({ sentence }) => sentence
  );
}

const at = (path: string): Partial<ClusterWorkload> => ({
  volumes: [{ kind: 'existing', claim: 'data', path }]
});

describe('a workload', () => {
  it.each(WorkloadKind.options)('of kind %s with all defaults has no problem', kind => {
    expect(sentences(kind, {})).toEqual([]);
  });

  it.each<[WorkloadKind, Partial<ClusterWorkload>, string]>([
    [
      'PyTorchJob',
      { replicas: [{ role: 'chief', count: 1 }] },
      'A PyTorchJob has no replicas of the role chief; it has: master, worker.'
    ],
    [
      'PyTorchJob',
      { replicas: [{ role: 'worker', count: 2 }] },
      'A PyTorchJob has one master, but 0 are asked for.'
    ],
    [
      'TFJob',
      { replicas: [{ role: 'chief', count: 2 }] },
      'A TFJob has one chief, but 2 are asked for.'
    ],
    [
      'PyTorchJob',
      {
        replicas: [{ role: 'worker', count: 5 }],
        elastic: { minReplicas: 1, maxReplicas: 4 }
      },
      'The 5 workers are not between 1 and 4.'
    ],
    [
      'Job',
      { env: [{ from: 'value', name: 'RANK', value: '0' }] },
      'The environment variable RANK is set by the run itself.'
    ],
    [
      'Job',
      at('/jkf/run/work'),
      'Nothing can be mounted at /jkf/run/work: the run uses it itself.'
    ],
    [
      'Job',
      at('data'),
      'Nothing can be mounted at data: it is no absolute path of a folder.'
    ],
    [
      'Job',
      at('/a/../jkf'),
      'Nothing can be mounted at /a/../jkf: it is no absolute path of a folder.'
    ],
    [
      'Job',
      { volumes: [...(at('/a').volumes ?? []), ...(at('/a').volumes ?? [])] },
      'Two volumes are to be mounted at /a.'
    ]
  ])('of kind %s with %j: %s', (kind, more, sentence) => {
    expect(sentences(kind, more)).toContain(sentence);
  });

  it('of TensorFlow ranks that would not know of each other is no success', () => {
    const workload = defaultWorkload('Job', 3);
    const [first] = workloadProblems(workload, 'tensorflow', CLUSTER);
    expect(first?.sentence).toBe(
      'The 3 TensorFlow ranks of a Job would not know of each other.'
    );
  });

  it('of kind TrainJob needs the API and a runtime', () => {
    expect(sentences('TrainJob', {}, { nativeSidecars: true })).toEqual([
      'The cluster has no TrainJob.'
    ]);
    const workload = without(defaultWorkload('TrainJob', 3), 'runtime');
    const [first] = workloadProblems(workload, 'torch', CLUSTER);
    expect(first?.code).toBe('workload-runtime-missing');
  });
});

describe('a choice', () => {
  const fields = (
    chosen: ClusterSettings,
    kind: WorkloadKind,
    trainJob = NEW_TRAINJOB
  ) =>
    choiceProblems(chosen, kind, { nativeSidecars: true, trainJob }).map(
      ({ params }) => params['field']
    );

  it('that a kind cannot carry is named', () => {
    const all = fullWorkload('TrainJob', 3);
    expect(fields(all, 'TrainJob').sort()).toEqual([
      ...['cleanPodPolicy', 'elastic', 'priorityClass', 'retries'],
      ...['successPolicy', 'ttlSeconds']
    ]);
    expect(fields({ cpu: 1, retries: 1 }, 'Job')).toEqual([]);
  });

  it('depends on the version of TrainJob', () => {
    const chosen: ClusterSettings = { deadlineSeconds: 60, imagePullSecrets: ['a'] };
    expect(fields(chosen, 'TrainJob')).toEqual([]);
    expect(fields(chosen, 'TrainJob', OLD_TRAINJOB)).toEqual([
      ...['deadlineSeconds', 'imagePullSecrets']
    ]);
  });
});
