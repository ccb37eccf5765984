/** Claims that a run has made: their data outlives it, until somebody asks for more. */
import { ProblemError, type Plan } from '@jupyterlab-kubeflow/protocol';
import { metadataOf, RESOURCES } from '../../core/cluster/object.js';
import { LABELS } from '../../core/kubernetes/labels.js';
import { withMadeClaims } from '../../core/kubernetes/claims.js';
import type { ClusterApi } from '../../ports/cluster.js';

/** The plan of a run that is repeated: what it has made is mounted, not made again. */
export async function repeatable(
  api: ClusterApi,
  namespace: string,
  plan: Plan
): Promise<Plan> {
  const volumes = plan.cluster?.workload.volumes ?? [];
  const there = new Set<string>();
  for (const { kind, claim } of volumes) {
    if (kind === 'new' && (await exists(api, namespace, claim))) there.add(claim);
  }
  return withMadeClaims(plan, there);
}

async function exists(
  api: ClusterApi,
  namespace: string,
  name: string
): Promise<boolean> {
  try {
    await api.get(RESOURCES.claim, { namespace, name });
    return true;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}

/** Deletes the claims of a run with their data; a volume that is in use goes later. */
export async function removeClaims(
  api: ClusterApi,
  namespace: string,
  id: string
): Promise<void> {
  const labels = `${LABELS.run}=${id}`;
  for (const claim of await api.list(RESOURCES.claim, { namespace, labels })) {
    try {
      await api.delete(RESOURCES.claim, metadataOf(claim));
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof ProblemError && error.problem.code === 'object-missing';
}
