import { describe, expect, it } from 'vitest';
import type { ClusterWorkload, WorkloadKind } from '@jupyterlab-kubeflow/protocol';
import type { PodTemplate } from '../objects.js';
import { defaultWorkload, inputOf, workloadObject } from '../testing.js';

interface ReplicaSpec {
  readonly replicas: number;
  readonly restartPolicy: string;
  readonly template: PodTemplate;
}

interface Spec {
  readonly runPolicy: Readonly<Record<string, unknown>>;
  readonly pytorchReplicaSpecs?: Readonly<Record<string, ReplicaSpec>>;
  readonly tfReplicaSpecs?: Readonly<Record<string, ReplicaSpec>>;
  readonly elasticPolicy?: unknown;
  readonly nprocPerNode?: unknown;
  readonly successPolicy?: unknown;
}

function specOf(kind: WorkloadKind, more: Partial<ClusterWorkload> = {}): Spec {
  const workload = { ...defaultWorkload(kind, 3), ...more };
  const object = workloadObject(inputOf(kind, { workload }));
  expect(object).toMatchObject({ apiVersion: 'kubeflow.org/v1', kind });
  return object.spec as unknown as Spec;
}

const program = (spec?: ReplicaSpec) => spec?.template.spec.containers[0];

describe('a job of the training operator', () => {
  it.each<WorkloadKind>(['PyTorchJob', 'TFJob'])(
    'of kind %s keeps finished pods for a day, and fails at the first failure',
    kind => {
      const spec = specOf(kind);
      expect(spec.runPolicy).toEqual({
        cleanPodPolicy: 'Running',
        ttlSecondsAfterFinished: 86_400,
        backoffLimit: 0,
        suspend: false
      });
      const specs = spec.pytorchReplicaSpecs ?? spec.tfReplicaSpecs ?? {};
      for (const one of Object.values(specs)) {
        expect(one.restartPolicy).toBe('Never');
        // The operator sets it, and warns of one that is there.
        expect(one.template.spec).not.toHaveProperty('restartPolicy');
      }
    }
  );

  it('with retries lets the kubelet start the container again', () => {
    const spec = specOf('PyTorchJob', { retries: 2 });
    expect(spec.runPolicy).toMatchObject({ backoffLimit: 2 });
    expect(spec.pytorchReplicaSpecs?.['Worker']?.restartPolicy).toBe('OnFailure');
  });
});

describe('a PyTorchJob', () => {
  it('has a master and workers, in the container and at the port of its operator', () => {
    const { pytorchReplicaSpecs: specs = {}, ...spec } = specOf('PyTorchJob');
    expect(Object.keys(specs)).toEqual(['Master', 'Worker']);
    expect(specs['Master']?.replicas).toBe(1);
    expect(specs['Worker']?.replicas).toBe(2);
    expect(program(specs['Worker'])).toMatchObject({
      name: 'pytorch',
      ports: [{ name: 'pytorchjob-port', containerPort: 23456 }],
      workingDir: '/jkf/run'
    });
    expect(program(specs['Worker'])?.command.slice(-4)).toEqual([
      ...['python3', '-u', '.jkf/runner', 'pod']
    ]);
    expect(spec).not.toHaveProperty('nprocPerNode');
    expect(spec).not.toHaveProperty('elasticPolicy');
  });

  it('of several processes a pod is started by torchrun', () => {
    const spec = specOf('PyTorchJob', { nprocPerNode: 4 });
    expect(spec.nprocPerNode).toBe('4');
    expect(program(spec.pytorchReplicaSpecs?.['Master'])?.command.slice(-4)).toEqual([
      ...['-u', '-m', 'torch.distributed.run', '.jkf/runner']
    ]);
  });

  it('of elastic workers meets by c10d, with one process a pod', () => {
    const elastic = { minReplicas: 1, maxReplicas: 4, maxRestarts: 3 };
    const spec = specOf('PyTorchJob', { elastic });
    expect(spec.elasticPolicy).toEqual({ rdzvBackend: 'c10d', ...elastic });
    expect(spec.nprocPerNode).toBe('1');
    expect(program(spec.pytorchReplicaSpecs?.['Worker'])?.command).toContain(
      'torch.distributed.run'
    );
  });
});

describe('a TFJob', () => {
  const replicas: ClusterWorkload['replicas'] = [
    { role: 'chief', count: 1 },
    { role: 'worker', count: 2 },
    { role: 'ps', count: 1 },
    { role: 'evaluator', count: 1 }
  ];

  it('has all roles by their names, and GPUs for all but parameter servers', () => {
    const gpu = { count: 2, resource: 'nvidia.com/gpu' };
    const { tfReplicaSpecs: specs = {} } = specOf('TFJob', { replicas, gpu });
    expect(Object.keys(specs)).toEqual(['Chief', 'Worker', 'PS', 'Evaluator']);
    const gpus = Object.values(specs).map(
      one => program(one)?.resources.limits['nvidia.com/gpu']
    );
    expect(gpus).toEqual(['2', '2', undefined, '2']);
    expect(program(specs['PS'])).toMatchObject({
      name: 'tensorflow',
      ports: [{ name: 'tfjob-port', containerPort: 2222 }]
    });
  });

  it.each([
    ['leader', ''],
    ['all-workers', 'AllWorkers']
  ] as const)('that ends with its %s has the policy %j', (successPolicy, policy) => {
    expect(specOf('TFJob', { successPolicy }).successPolicy).toBe(policy);
  });
});
