/** Which fields of a workload its kind can carry on a given cluster. */
import {
  KINDS_WITH_FIELD,
  type WorkloadField,
  type WorkloadKind
} from '@jupyterlab-kubeflow/protocol';
import type { ClusterFacts, TrainJobSchema } from './input.js';

/** What a TrainJob's schema must have for a field to reach the pods. */
const OF_SCHEMA: Partial<Record<WorkloadField, (schema: TrainJobSchema) => boolean>> = {
  imagePullSecrets: ({ pod }) => pod.includes('imagePullSecrets'),
  deadlineSeconds: ({ spec }) => spec.includes('activeDeadlineSeconds')
};

/** Whether a change of the field changes what the cluster does. */
export function carries(
  kind: WorkloadKind,
  field: WorkloadField,
  { trainJob }: ClusterFacts
): boolean {
  if (!KINDS_WITH_FIELD[field].includes(kind)) return false;
  if (kind !== 'TrainJob' || !trainJob) return true;
  return OF_SCHEMA[field]?.(trainJob) !== false;
}
