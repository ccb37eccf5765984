/** Mends what a launcher that died has left: records without workload, helpers without owner. */
import { ProblemError } from '@jupyterlab-kubeflow/protocol';
import { metadataOf, RESOURCES, type KubeObject } from '../../core/cluster/object.js';
import { timeOf } from '../../core/cluster/observe/pod.js';
import { isOwned, type FoundRun } from '../../core/cluster/runs/found.js';
import { LABELS } from '../../core/kubernetes/labels.js';
import { ownerPatch } from '../../core/kubernetes/owners.js';
import type { ClusterApi } from '../../ports/cluster.js';

/** Milliseconds that a start may take. */
const START = 5 * 60_000;

const HELPERS = [RESOURCES.service, RESOURCES.configMap];

/** Nobody waits for it, and what fails is tried again at the next look. */
export async function sweepPlace(
  api: ClusterApi,
  runs: readonly FoundRun[],
  now: number
): Promise<void> {
  for (const { id, record, workload } of runs) {
    if (!record || isOwned(record)) continue;
    const { createdAt, namespace } = metadataOf(record);
    if (now - (timeOf(createdAt) ?? now) < START) continue;
    try {
      if (workload) await own(api, { id, namespace, workload });
      else await deleteHelpers(api, id, namespace);
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
    }
  }
}

async function own(
  api: ClusterApi,
  run: {
    readonly id: string;
    readonly namespace: string;
    readonly workload: KubeObject;
  }
): Promise<void> {
  const { id, namespace, workload } = run;
  const { name, uid } = metadataOf(workload);
  const [apiVersion, kind] = [String(workload['apiVersion']), String(workload['kind'])];
  const patch = ownerPatch({ apiVersion, kind, name, uid }) as unknown as KubeObject;
  for (const resource of HELPERS) {
    for (const helper of await helpersIn(api, id, { resource, namespace })) {
      await api.patch(resource, { namespace, name: helper }, patch);
    }
  }
}

/** Deletes Service, bundle and record, the record last. */
export async function deleteHelpers(
  api: ClusterApi,
  id: string,
  namespace: string
): Promise<void> {
  for (const resource of HELPERS) {
    const names = await helpersIn(api, id, { resource, namespace });
    for (const name of names.toSorted()) {
      await api.delete(resource, { namespace, name }).catch((error: unknown) => {
        if (!(
          error instanceof ProblemError && error.problem.code === 'object-missing'
        )) {
          throw error;
        }
      });
    }
  }
}

async function helpersIn(
  api: ClusterApi,
  id: string,
  {
    resource,
    namespace
  }: { readonly resource: (typeof HELPERS)[number]; readonly namespace: string }
): Promise<string[]> {
  const labels = `${LABELS.run}=${id}`;
  const objects = await api.list(resource, { namespace, labels });
  return objects.map(object => metadataOf(object).name);
}
