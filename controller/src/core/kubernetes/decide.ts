/** Decides what a user left open about a workload on a cluster, each with its reason. */
import {
  reason,
  type ClusterSettings,
  type ClusterWorkload,
  type Framework,
  type Message,
  type Replicas,
  type Role,
  type TrainingRuntime,
  type WorkloadKind
} from '@jupyterlab-kubeflow/protocol';
import { FRAMEWORK_NAMES, ROLES, rankCount, workloadOf } from '../workload/workload.js';
import { ROLES_OF_KIND } from './problems.js';

/** What decisions are made from. */
export interface WorkloadFacts {
  readonly framework: Framework;
  /** Replicas of the plan: as many ranks as the user wants. */
  readonly replicas: readonly Replicas[];
  /** Kinds the cluster has besides Job. */
  readonly kinds: readonly WorkloadKind[];
  /** Runtimes of TrainJobs, as far as they may be listed. */
  readonly runtimes: readonly TrainingRuntime[];
}

/** A workload, and the reason of each value that was not chosen, by field. */
export interface DecidedWorkload {
  readonly workload: ClusterWorkload;
  readonly reasons: Readonly<Record<string, Message>>;
}

const GIB = 1024 ** 3;

/** Enough for a notebook's training on a CPU, and what a small node has to give. */
const DEFAULT_CPU = 2;
const DEFAULT_MEMORY_BYTES = 4 * GIB;

const TORCH_SHM_BYTES = GIB;
const RUNTIME_SHM_BYTES = 64 * 1024 ** 2;

/** One day. */
const DEFAULT_TTL_SECONDS = 24 * 60 * 60;

/** Fields that are empty unless something is chosen. */
const EMPTY = {
  env: [],
  volumes: [],
  nodeSelector: {},
  tolerations: [],
  imagePullSecrets: [],
  labels: {},
  annotations: {}
} satisfies Partial<ClusterWorkload>;

/** The workload: what was chosen, and for all else the default of its kind. */
export function decideWorkload(
  settings: ClusterSettings,
  facts: WorkloadFacts
): DecidedWorkload {
  const [kind, kindReason] = kindFor(settings, facts);
  const defaults = { ...defaultsOf(facts), ...ofKind(kind, settings, facts) };
  const values = Object.entries(defaults).map(([field, [value]]) => [field, value]);
  const reasons = Object.entries(defaults).map(([field, [, why]]) => [field, why]);
  const chosen = Object.keys(settings).map(field => [field, reason('chosen', {})]);
  return {
    workload: {
      ...EMPTY,
      ...(Object.fromEntries(values) as Decided),
      kind,
      ...settings
    },
    reasons: {
      ...(Object.fromEntries(reasons) as Reasons),
      kind: kindReason,
      ...(Object.fromEntries(chosen) as Reasons)
    }
  };
}

type Decided = Omit<ClusterWorkload, keyof typeof EMPTY>;
type Reasons = Record<string, Message>;
type Default<V> = readonly [V, Message];

const OPERATOR_KINDS: Readonly<Record<Framework, WorkloadKind | undefined>> = {
  none: undefined,
  torch: 'PyTorchJob',
  tensorflow: 'TFJob'
};

function kindFor(
  settings: ClusterSettings,
  { framework, kinds }: WorkloadFacts
): Default<WorkloadKind> {
  if (settings.kind) return [settings.kind, reason('chosen', {})];
  const kind = OPERATOR_KINDS[framework];
  if (!kind) return ['Job', reason('workload-job-plain', {})];
  if (!kinds.includes(kind))
    return ['Job', reason('workload-operator-absent', { kind })];
  const name = FRAMEWORK_NAMES[framework];
  return [kind, reason('workload-of-framework', { framework: name, kind })];
}

/** Defaults that are the same for every kind. */
function defaultsOf({
  framework
}: WorkloadFacts): Readonly<Record<string, Default<unknown>>> {
  const torch = framework === 'torch';
  return {
    cpu: [DEFAULT_CPU, reason('workload-cpu-default', {})],
    memoryBytes: [DEFAULT_MEMORY_BYTES, reason('workload-memory-default', {})],
    shmBytes: torch
      ? [TORCH_SHM_BYTES, reason('workload-shm-torch', {})]
      : [RUNTIME_SHM_BYTES, reason('workload-shm-default', {})],
    retries: [0, reason('workload-retries-none', {})],
    ttlSeconds: [DEFAULT_TTL_SECONDS, reason('workload-ttl-day', {})],
    suspend: [false, reason('workload-started-at-once', {})],
    cleanPodPolicy: ['Running', reason('workload-clean-running', {})],
    successPolicy: ['leader', reason('workload-success-leader', {})]
  };
}

/** Defaults that depend on the kind. */
function ofKind(
  kind: WorkloadKind,
  settings: ClusterSettings,
  facts: WorkloadFacts
): Readonly<Record<string, Default<unknown>>> {
  const elastic = settings.elastic !== undefined;
  const replicas = replicasFor(kind, facts.replicas, elastic);
  const [only, ...others] = facts.runtimes;
  const single = kind === 'TrainJob' && only && others.length === 0;
  return {
    replicas: [replicas, reason('workload-replicas-of-plan', { kind })],
    ...(single ? { runtime: [only, reason('workload-runtime-only', {})] } : {})
  };
}

/** The plan's ranks in roles that the kind has; elastic workers have no master. */
function replicasFor(
  kind: WorkloadKind,
  replicas: readonly Replicas[],
  elastic: boolean
): readonly Replicas[] {
  const known: readonly Role[] = elastic ? ROLES.none : ROLES_OF_KIND[kind];
  const fits = replicas.every(({ role }) => known.includes(role));
  const led = kind !== 'PyTorchJob' || elastic || replicas[0]?.role === 'master';
  if (fits && led) return replicas;
  const ranks = rankCount({ replicas: [...replicas] });
  const torch = kind === 'PyTorchJob' && !elastic;
  return workloadOf(torch ? 'torch' : 'none', ranks).replicas;
}
