/**
 * A workload on a cluster: the object that runs the bundle there, with everything a user
 * can choose about it. What is absent is not set; defaults are decided by the plan, each
 * with its reason (`core/kubernetes/decide.ts`).
 */
import * as z from 'zod/mini';
import { Replicas, WorkloadKind } from './workload.js';

const count = z.int().check(z.positive());
const amount = z.int().check(z.nonnegative());
const text = z.string().check(z.minLength(1));
const strings = z.record(z.string(), z.string());

/** GPUs of each pod; parameter servers get none. */
export const Gpu = z.object({
  count,
  /** Extended resource, e.g. `nvidia.com/gpu`, `amd.com/gpu`. */
  resource: text,
  /** Label of the nodes that have the wanted type, e.g. `nvidia.com/gpu.product`. */
  type: z.exactOptional(z.object({ label: text, value: z.string() }))
});
export type Gpu = z.infer<typeof Gpu>;

/** An environment variable: its value, or the key of a Secret or ConfigMap that has it. */
export const ClusterEnv = z.discriminatedUnion('from', [
  z.object({ from: z.literal('value'), name: text, value: z.string() }),
  z.object({ from: z.literal('secret'), name: text, object: text, key: text }),
  z.object({ from: z.literal('configmap'), name: text, object: text, key: text })
]);
export type ClusterEnv = z.infer<typeof ClusterEnv>;

const mount = {
  /** Name of the PersistentVolumeClaim. */
  claim: text,
  /** Absolute path in the container. */
  path: text,
  /** Folder of the volume that is mounted instead of all of it. */
  subPath: z.exactOptional(text),
  readOnly: z.exactOptional(z.boolean())
};

/** A persistent volume in every pod of the run. A new claim outlives the run. */
export const VolumeMount = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('existing'), ...mount }),
  z.object({
    kind: z.literal('new'),
    ...mount,
    sizeBytes: count,
    /** @default the cluster's */
    storageClass: z.exactOptional(text),
    /** @default `ReadWriteOnce` for one pod, `ReadWriteMany` for several */
    accessMode: z.exactOptional(z.enum(['ReadWriteOnce', 'ReadWriteMany']))
  })
]);
export type VolumeMount = z.infer<typeof VolumeMount>;

/** A taint that the pods bear; fields as in the Kubernetes API. */
export const Toleration = z.object({
  /** Absent with the operator `Exists`: every key. */
  key: z.exactOptional(text),
  operator: z.exactOptional(z.enum(['Equal', 'Exists'])),
  value: z.exactOptional(z.string()),
  effect: z.exactOptional(z.enum(['NoSchedule', 'PreferNoSchedule', 'NoExecute'])),
  tolerationSeconds: z.exactOptional(amount)
});
export type Toleration = z.infer<typeof Toleration>;

/** How a PyTorchJob may grow and shrink; its workers then meet by c10d. */
export const Elastic = z.object({
  minReplicas: count,
  maxReplicas: count,
  /** How often torchrun starts the workers again. @default torchrun's */
  maxRestarts: z.exactOptional(amount)
});
export type Elastic = z.infer<typeof Elastic>;

/** Processes of a pod: so many, or one a GPU (without GPUs, one a CPU). */
export const ProcessesPerNode = z.union([count, z.literal('auto')]);
export type ProcessesPerNode = z.infer<typeof ProcessesPerNode>;

/** The runtime a TrainJob refers to. */
export const TrainingRuntime = z.object({
  name: text,
  kind: z.enum(['ClusterTrainingRuntime', 'TrainingRuntime'])
});
export type TrainingRuntime = z.infer<typeof TrainingRuntime>;

/** Fields that always have a value. */
const decided = {
  kind: WorkloadKind,
  replicas: z.array(Replicas),
  /** Cores of each pod. */
  cpu: z.number().check(z.positive()),
  /** Bytes of each pod, besides `shmBytes`. */
  memoryBytes: count,
  /** Bytes of `/dev/shm`, which count as memory; 0: what the runtime gives (64 MiB). */
  shmBytes: amount,
  /** Besides the variables of the plan; these win. */
  env: z.array(ClusterEnv),
  volumes: z.array(VolumeMount),
  nodeSelector: strings,
  tolerations: z.array(Toleration),
  /** Names of Secrets. */
  imagePullSecrets: z.array(text),
  labels: strings,
  annotations: strings,
  /** How often a failed pod is tried again. */
  retries: amount,
  /** Seconds that pods, logs and results stay after the end. */
  ttlSeconds: amount,
  /** Created, but not started. */
  suspend: z.boolean(),
  /** Pods that are deleted at the end, before `ttlSeconds`. */
  cleanPodPolicy: z.enum(['None', 'Running', 'All']),
  /** A TFJob has succeeded when its leader has, or when all workers have. */
  successPolicy: z.enum(['leader', 'all-workers'])
};

/** Fields that may stay unset. */
const chosen = {
  gpu: Gpu,
  priorityClass: text,
  /** Without one, pods get no token for the Kubernetes API. */
  serviceAccount: text,
  /** Kueue's LocalQueue. */
  queue: text,
  /** Seconds after which an active run is ended. */
  deadlineSeconds: count,
  elastic: Elastic,
  /** Absent: one process a pod; of elastic workers and in a TrainJob by torchrun. */
  nprocPerNode: ProcessesPerNode,
  runtime: TrainingRuntime
};

type Shape = Readonly<Record<string, z.ZodMiniType>>;
type Optional<S extends Shape> = { [K in keyof S]: z.ZodMiniExactOptional<S[K]> };

function optional<S extends Shape>(shape: S): Optional<S> {
  const fields = Object.entries(shape).map(([name, schema]) => [
    name,
    z.exactOptional(schema)
  ]);
  return Object.fromEntries(fields) as Optional<S>;
}

/** A workload on a cluster, decided. */
export const ClusterWorkload = z.object({ ...decided, ...optional(chosen) });
export type ClusterWorkload = z.infer<typeof ClusterWorkload>;

/** What a user chose about it. */
export const ClusterSettings = z.object({ ...optional(decided), ...optional(chosen) });
export type ClusterSettings = z.infer<typeof ClusterSettings>;

export type WorkloadField = keyof ClusterWorkload;

const ALL: readonly WorkloadKind[] = WorkloadKind.options;
const OPERATOR: readonly WorkloadKind[] = ['PyTorchJob', 'TFJob'];
const NOT_TRAINJOB: readonly WorkloadKind[] = ['Job', ...OPERATOR];

/**
 * Kinds that can carry a field. A TrainJob leaves to its runtime what its API does not
 * let a job change; older versions of it carry less (`core/kubernetes/train-job-schema.ts`).
 */
export const KINDS_WITH_FIELD: Readonly<
  Record<WorkloadField, readonly WorkloadKind[]>
> = {
  kind: ALL,
  replicas: ALL,
  cpu: ALL,
  memoryBytes: ALL,
  gpu: ALL,
  shmBytes: ALL,
  env: ALL,
  volumes: ALL,
  nodeSelector: ALL,
  tolerations: ALL,
  priorityClass: NOT_TRAINJOB,
  serviceAccount: ALL,
  imagePullSecrets: ALL,
  queue: ALL,
  labels: ALL,
  annotations: ALL,
  deadlineSeconds: ALL,
  retries: NOT_TRAINJOB,
  ttlSeconds: NOT_TRAINJOB,
  suspend: ALL,
  cleanPodPolicy: OPERATOR,
  elastic: ['PyTorchJob'],
  nprocPerNode: ['PyTorchJob', 'TrainJob'],
  successPolicy: ['TFJob'],
  runtime: ['TrainJob']
};
