/** What the object that runs a run says: its replicas, and how far it has come. */
import type { Replicas, Role } from '@jupyterlab-kubeflow/protocol';
import { fieldsOf, numberOf, textOf, type Fields } from '../fields.js';
import { metadataOf, type KubeObject } from '../object.js';
import { conditionsOf, timeOf, type Condition } from './pod.js';

export interface WorkloadFacts {
  readonly kind: string;
  readonly name: string;
  readonly uid: string;
  readonly deleted: boolean;
  /** In rank order. */
  readonly replicas: readonly Replicas[];
  readonly state: 'unknown' | 'active' | 'suspended' | 'succeeded' | 'failed';
  /** Whether its controller has said anything yet. */
  readonly seen: boolean;
  /** Of the condition that ended it; empty before. */
  readonly reason: string;
  readonly message: string;
  /** Kueue's LocalQueue. */
  readonly queue?: string;
  /** Milliseconds since the epoch, as below. */
  readonly createdAt: number;
  readonly endedAt?: number;
}

/** Roles in the order in which ranks are numbered. */
export const ROLE_ORDER: readonly Role[] = [
  'master',
  'chief',
  'worker',
  'ps',
  'evaluator'
];

const QUEUE = 'kueue.x-k8s.io/queue-name';
const SUCCEEDED = ['Succeeded', 'Complete', 'SuccessCriteriaMet', 'Completed'];
const FAILED = ['Failed', 'FailureTarget'];

export function workloadOf(object: KubeObject): WorkloadFacts {
  const meta = metadataOf(object);
  const [spec, status] = [fieldsOf(object['spec']), fieldsOf(object['status'])];
  const conditions = conditionsOf(status).filter(each => each.status === 'True');
  const end = conditions.find(({ type }) => [...SUCCEEDED, ...FAILED].includes(type));
  const endedAt = timeOf(status['completionTime']);
  const queue = meta.labels[QUEUE];
  return {
    kind: textOf(object['kind']) ?? '',
    name: meta.name,
    uid: meta.uid,
    deleted: meta.deletedAt !== undefined,
    replicas: replicasOf(spec),
    state: stateOf(spec, conditions, end),
    seen: Object.keys(status).length > 0,
    reason: end?.reason ?? '',
    message: end?.message ?? '',
    ...(queue === undefined ? {} : { queue }),
    createdAt: timeOf(meta.createdAt) ?? 0,
    ...(endedAt === undefined ? {} : { endedAt })
  };
}

function stateOf(
  spec: Fields,
  conditions: readonly Condition[],
  end: Condition | undefined
): WorkloadFacts['state'] {
  if (end) return FAILED.includes(end.type) ? 'failed' : 'succeeded';
  const suspend = spec['suspend'] ?? fieldsOf(spec['runPolicy'])['suspend'];
  if (suspend === true || conditions.some(({ type }) => type === 'Suspended')) {
    return 'suspended';
  }
  return conditions.length > 0 ? 'active' : 'unknown';
}

/** Replica types of the training operator, else the pods of a Job or nodes of a TrainJob. */
function replicasOf(spec: Fields): readonly Replicas[] {
  const specs = spec['pytorchReplicaSpecs'] ?? spec['tfReplicaSpecs'];
  if (specs === undefined) return [{ role: 'worker', count: countOf(spec) }];
  const entries = Object.entries(fieldsOf(specs)).map(([type, replica]) => ({
    role: type.toLowerCase() as Role,
    count: numberOf(fieldsOf(replica)['replicas']) ?? 1
  }));
  return ROLE_ORDER.flatMap(role =>
    entries.filter(each => each.role === role && each.count > 0)
  );
}

function countOf(spec: Fields): number {
  const nodes = numberOf(fieldsOf(spec['trainer'])['numNodes']);
  return nodes ?? numberOf(spec['completions']) ?? numberOf(spec['parallelism']) ?? 1;
}
