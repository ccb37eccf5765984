/** Values for tests: a plan of a framework, a cluster, and a workload with every field. */
import {
  DEFAULT_SETTINGS,
  reason,
  type ClusterWorkload,
  type Framework,
  type Plan,
  type WorkloadKind
} from '@jupyterlab-kubeflow/protocol';
import { makeBundle } from '../bundle/make.js';
import { utf8 } from '../image/utf8.js';
import { makePlan } from '../plan/plan.js';
import { decideWorkload } from './decide.js';
import type { ClusterFacts, DeliveredFile, ManifestInput } from './input.js';
import { UNPACKER } from './layout.js';
import { manifestsFor } from './manifests.js';
import type { KubernetesObject } from './objects.js';

const GIB = 1024 ** 3;

/** What TrainJob of Trainer 2.2 and later has. */
export const NEW_TRAINJOB: NonNullable<ClusterFacts['trainJob']> = {
  spec: [
    ...['runtimeRef', 'trainer', 'suspend', 'activeDeadlineSeconds'],
    ...['runtimePatches', 'managedBy', 'initializer']
  ],
  overrides: 'runtimePatches',
  pod: [
    ...['serviceAccountName', 'volumes', 'containers', 'initContainers'],
    ...['imagePullSecrets', 'securityContext', 'nodeSelector', 'tolerations'],
    'terminationGracePeriodSeconds'
  ],
  container: ['name', 'env', 'volumeMounts', 'securityContext'],
  metadata: true,
  imageVolumes: true
};

/** What TrainJob of Trainer 2.0 has. */
export const OLD_TRAINJOB: NonNullable<ClusterFacts['trainJob']> = {
  spec: [
    ...['runtimeRef', 'trainer', 'suspend', 'podSpecOverrides'],
    ...['labels', 'annotations']
  ],
  overrides: 'podSpecOverrides',
  pod: [
    ...['targetJobs', 'serviceAccountName', 'volumes', 'containers'],
    ...['nodeSelector', 'tolerations']
  ],
  container: ['name', 'env', 'volumeMounts'],
  metadata: false,
  imageVolumes: false
};

/** The framework each kind is there for. */
export const FRAMEWORK_OF: Readonly<Record<WorkloadKind, Framework>> = {
  Job: 'none',
  PyTorchJob: 'torch',
  TFJob: 'tensorflow',
  TrainJob: 'torch'
};

/** A plan of so many ranks. */
export function planOf(framework: Framework, ranks: number): Plan {
  const entry = { kind: 'script', path: '.jkf/digits.py' } as const;
  return makePlan({
    source: { path: 'work/digits.ipynb', kind: 'notebook', sha256: '0' },
    mode: 'script',
    settings: { ...DEFAULT_SETTINGS, framework, ranks, env: { PLAN: 'p' } },
    cells: [],
    parameters: [],
    imports: [],
    bundle: makeBundle({ files: [], entry, requirements: [] }, () => 'ab'),
    files: [],
    requirements: [],
    environment: {
      kind: 'interpreter',
      python: '/usr/bin/python3',
      reason: reason('chosen', {})
    },
    kernelEnv: {},
    machine: { cpus: 64, gpus: [], diskFreeBytes: 100 * GIB },
    checks: []
  });
}

/** Files of a small bundle. */
export const FILES: readonly DeliveredFile[] = [
  { path: '.jkf/digits.py', mode: 0o644, bytes: utf8('print(1)\n') },
  { path: UNPACKER, mode: 0o644, bytes: utf8('') }
];

/** A workload of a kind in which everything is the default. */
export function defaultWorkload(kind: WorkloadKind, ranks: number): ClusterWorkload {
  const framework = FRAMEWORK_OF[kind];
  return decideWorkload(
    { kind },
    {
      framework,
      replicas: planOf(framework, ranks).workload.replicas,
      kinds: ['PyTorchJob', 'TFJob', 'TrainJob'],
      runtimes: [{ name: 'torch-distributed', kind: 'ClusterTrainingRuntime' }]
    }
  ).workload;
}

/** A value less one of its fields. */
export function without<T extends object, K extends keyof T>(
  value: T,
  field: K
): Omit<T, K> {
  const rest = Object.entries(value).filter(([name]) => name !== field);
  return Object.fromEntries(rest) as Omit<T, K>;
}

const SOURCES: Pick<ClusterWorkload, 'env' | 'volumes'> = {
  env: [
    { from: 'value', name: 'PLAIN', value: 'x' },
    { from: 'secret', name: 'FROM_SECRET', object: 'keys', key: 'token' },
    { from: 'configmap', name: 'FROM_MAP', object: 'settings', key: 'level' }
  ],
  volumes: [
    { kind: 'existing', claim: 'data', path: '/data', subPath: 'in', readOnly: true },
    {
      ...{ kind: 'new', claim: 'out', path: '/out', subPath: 'x', readOnly: false },
      ...{ sizeBytes: GIB, storageClass: 'fast', accessMode: 'ReadWriteOnce' }
    }
  ]
};

/** A workload in which every field of the schema has a value. */
export function fullWorkload(kind: WorkloadKind, ranks: number): ClusterWorkload {
  return {
    ...defaultWorkload(kind, ranks),
    ...SOURCES,
    cpu: 1.5,
    memoryBytes: 2 * GIB,
    gpu: {
      count: 1,
      resource: 'nvidia.com/gpu',
      type: { label: 'nvidia.com/gpu.product', value: 'A100' }
    },
    shmBytes: GIB,
    nodeSelector: { zone: 'a' },
    tolerations: [
      {
        ...{ key: 'dedicated', operator: 'Equal', value: 'ml' },
        ...{ effect: 'NoExecute', tolerationSeconds: 60 }
      }
    ],
    priorityClass: 'low',
    serviceAccount: 'trainer',
    imagePullSecrets: ['pull'],
    queue: 'team',
    labels: { team: 'ml' },
    annotations: { note: 'for the paper' },
    deadlineSeconds: 3600,
    elastic: { minReplicas: 1, maxReplicas: 8, maxRestarts: 2 },
    nprocPerNode: 2,
    runtime: { name: 'torch-distributed', kind: 'ClusterTrainingRuntime' }
  };
}

/** Everything manifests are made from; three ranks unless the workload says otherwise. */
export function inputOf(
  kind: WorkloadKind,
  more: Partial<ManifestInput> = {}
): ManifestInput {
  return {
    id: 'digits-x7k2m',
    namespace: 'team-a',
    plan: planOf(FRAMEWORK_OF[kind], 3),
    workload: defaultWorkload(kind, 3),
    image: {
      reference: `registry.example/base@sha256:${'0'.repeat(64)}`,
      python: 'python3'
    },
    delivery: { kind: 'inline', files: FILES },
    origin: { user: 'Jörg <j@example.org>', commit: 'c0ffee', parent: 'digits-aaaaa' },
    cluster: { nativeSidecars: true, trainJob: NEW_TRAINJOB },
    ...more
  };
}

/** The workload among the manifests: the last one. */
export function workloadObject(input: ManifestInput): KubernetesObject {
  const object = manifestsFor(input).at(-1);
  if (!object) throw new Error('there is no workload');
  return object;
}

type Schema = Readonly<Record<string, unknown>>;

/** OpenAPI of an object with these properties, of a list of such, and of a text. */
export const schemaOf = (properties: Record<string, unknown>): Schema => ({
  type: 'object',
  properties
});
export const schemasOf = (properties: Record<string, unknown>): Schema => ({
  type: 'array',
  items: schemaOf(properties)
});
export const TEXT = { type: 'string' };
