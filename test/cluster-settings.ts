/** For tests: settings of runs on clusters, all that can be said in texts. */
import fc from 'fast-check';
import type {
  ClusterEnv,
  ClusterSettings,
  Elastic,
  Gpu,
  Toleration,
  VolumeMount
} from '@jupyterlab-kubeflow/protocol';

const name = fc.stringMatching(/^[a-z][a-z0-9.-]{0,20}$/);
const variable = fc.stringMatching(/^[A-Za-z_]\w{0,20}$/);
const count = fc.integer({ min: 1, max: 999_999_999 });
const amount = fc.integer({ min: 0, max: 999_999_999 });
const bytes = fc.integer({ min: 1, max: 2 ** 50 });
const path = fc.stringMatching(/^\/[\w./ ,-]{0,20}$/);
const optional = { requiredKeys: [] as never[] };

const cpu = fc.integer({ min: 1, max: 1_000_000 }).map(milli => milli / 1000);

const gpuType = fc.record({ label: name, value: fc.string() });

const gpu: fc.Arbitrary<Gpu> = fc.record(
  { count, resource: name.map(each => `${each}/gpu`), type: gpuType },
  { requiredKeys: ['count', 'resource'] }
);

const elastic: fc.Arbitrary<Elastic> = fc
  .record(
    { minReplicas: count, maxReplicas: count, maxRestarts: amount },
    { requiredKeys: ['minReplicas', 'maxReplicas'] }
  )
  .filter(({ minReplicas, maxReplicas }) => minReplicas <= maxReplicas);

const source = fc.record({
  from: fc.constantFrom('secret' as const, 'configmap' as const),
  name: variable,
  object: name,
  key: fc.string({ minLength: 1 })
});

const value = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom('secret/a/b', 'configmap/', 'value/x', 'one\ntwo\r\n', '"\\n",')
);

const plain = fc.record({ from: fc.constant('value' as const), name: variable, value });

const oneEnv: fc.Arbitrary<ClusterEnv> = fc.oneof(source, plain);

const effect = fc.constantFrom(
  ...(['NoSchedule', 'PreferNoSchedule', 'NoExecute'] as const)
);
const lasting = { effect, tolerationSeconds: amount };

const toleration: fc.Arbitrary<Toleration> = fc.oneof(
  fc.record(
    { key: name, operator: fc.constant('Exists' as const), ...lasting },
    { requiredKeys: ['operator'] }
  ),
  fc.record(
    {
      key: name,
      operator: fc.constant('Equal' as const),
      value: fc.stringMatching(/^[\w.-]{0,20}$/),
      ...lasting
    },
    { requiredKeys: ['key', 'operator', 'value'] }
  )
);

const mount = {
  claim: name,
  path,
  subPath: fc.stringMatching(/^[\w./ ,-]{1,20}$/),
  readOnly: fc.constant(true)
};

const volume: fc.Arbitrary<VolumeMount> = fc.oneof(
  fc.record(
    { kind: fc.constant('existing' as const), ...mount },
    { requiredKeys: ['kind', 'claim', 'path'] }
  ),
  fc.record(
    {
      kind: fc.constant('new' as const),
      ...mount,
      sizeBytes: bytes,
      storageClass: name,
      accessMode: fc.constantFrom('ReadWriteOnce' as const, 'ReadWriteMany' as const)
    },
    { requiredKeys: ['kind', 'claim', 'path', 'sizeBytes'] }
  )
);

const runtime = fc.record({
  name,
  kind: fc.constantFrom('ClusterTrainingRuntime' as const, 'TrainingRuntime' as const)
});
const nprocPerNode = fc.oneof(count, fc.constant('auto' as const));
const pairs = fc.dictionary(name, value);

/** All fields, each of which may be absent. */
const settings: fc.Arbitrary<Omit<ClusterSettings, 'replicas'>> = fc.record(
  {
    kind: fc.constantFrom(...(['Job', 'PyTorchJob', 'TFJob', 'TrainJob'] as const)),
    ...{
      cpu,
      memoryBytes: bytes,
      shmBytes: amount,
      gpu,
      nprocPerNode,
      elastic,
      runtime
    },
    ...{ queue: name, serviceAccount: name, priorityClass: name },
    ...{ deadlineSeconds: count, retries: amount, ttlSeconds: amount },
    cleanPodPolicy: fc.constantFrom(...(['None', 'Running', 'All'] as const)),
    successPolicy: fc.constantFrom('leader' as const, 'all-workers' as const),
    suspend: fc.constant(true),
    env: fc.array(oneEnv, { minLength: 1 }),
    volumes: fc.array(volume, { minLength: 1 }),
    tolerations: fc.array(toleration, { minLength: 1 }),
    imagePullSecrets: fc.array(name, { minLength: 1 }),
    ...{ nodeSelector: pairs, labels: pairs, annotations: pairs }
  },
  optional
);

export const settingsArbitraries = {
  cluster: {
    ...{ name, cpu, memoryBytes: bytes, shmBytes: amount, ttlSeconds: amount },
    ...{ gpuType, nprocPerNode, elastic, runtime, oneEnv, toleration, volume },
    settings
  }
};
