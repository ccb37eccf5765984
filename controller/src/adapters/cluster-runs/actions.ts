/** What is done to the objects of a run: cancelled, suspended, removed. */
import { fail, ProblemError, WorkloadKind } from '@jupyterlab-kubeflow/protocol';
import { metadataOf } from '../../core/cluster/object.js';
import { workloadOf } from '../../core/cluster/observe/workload.js';
import { cancellation, suspension } from '../../core/cluster/runs/changes.js';
import type { FoundRun } from '../../core/cluster/runs/found.js';
import type { ClusterApi } from '../../ports/cluster.js';
import { resourceOf } from './launch.js';
import { deleteHelpers } from './sweep.js';

/** @param at - RFC 3339 */
export async function cancelRun(
  api: ClusterApi,
  { id, record, workload }: FoundRun,
  at: string
): Promise<void> {
  if (!workload) {
    if (record) await deleteHelpers(api, id, metadataOf(record).namespace);
    return;
  }
  const { kind, queue } = workloadOf(workload);
  const place = metadataOf(workload);
  const change = cancellation(WorkloadKind.parse(kind), at);
  await api.patch(resourceOf(kind), place, change);
  // Kueue decides about `suspend` of what is in its queues, and would start it again.
  if (queue !== undefined) await api.delete(resourceOf(kind), place);
}

export async function suspendRun(
  api: ClusterApi,
  { workload }: FoundRun,
  suspend: boolean
): Promise<void> {
  if (!workload) return;
  const { kind } = workloadOf(workload);
  const change = suspension(WorkloadKind.parse(kind), suspend);
  await api.patch(resourceOf(kind), metadataOf(workload), change);
}

/** Workload, helpers and record; claims keep their data. */
export async function removeObjects(
  api: ClusterApi,
  { id, record, workload }: FoundRun
): Promise<void> {
  if (!record) return fail('run-foreign', { id });
  if (workload) {
    const { kind } = workloadOf(workload);
    await api.delete(resourceOf(kind), metadataOf(workload)).catch(absent);
  }
  await deleteHelpers(api, id, metadataOf(record).namespace);
}

function absent(error: unknown): void {
  if (error instanceof ProblemError && error.problem.code === 'object-missing') return;
  throw error;
}
