/** What a workload asks of a cluster, in numbers. */
import type { ClusterWorkload, Role } from '@jupyterlab-kubeflow/protocol';
import { resourceName } from '../cluster/object.js';
import { quantityOf } from '../cluster/probe/quantity.js';
import type { Wanted } from '../cluster/probe/quotas.js';
import { WORKLOADS } from '../cluster/workloads.js';
import { SIDECAR } from '../kubernetes/containers.js';
import { rankCount } from '../workload/workload.js';

/** Cores and bytes of one pod, the sidecar's included. */
export function podWish({ kind, cpu, memoryBytes, shmBytes }: ClusterWorkload): {
  readonly cpu: number;
  readonly memoryBytes: number;
} {
  const sidecar = kind === 'TrainJob' ? { cpu: 0, memory: 0 } : SIDECAR;
  return {
    cpu: cpu + (quantityOf(sidecar.cpu) ?? 0),
    memoryBytes: memoryBytes + shmBytes + (quantityOf(sidecar.memory) ?? 0)
  };
}

/** All of it, by the names that quotas give it. */
export function quotaWish(workload: ClusterWorkload): Wanted {
  const pods = rankCount(workload);
  const { cpu, memoryBytes } = podWish(workload);
  const claims = newClaims(workload);
  return {
    pods,
    'count/pods': pods,
    ...compute('cpu', cpu * pods),
    ...compute('memory', memoryBytes * pods),
    ...gpuWish(workload),
    ...objectWish(workload),
    persistentvolumeclaims: claims.length,
    'count/persistentvolumeclaims': claims.length,
    'requests.storage': claims.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
  };
}

/** Requests are limits. */
function compute(name: string, amount: number): Wanted {
  return { [name]: amount, [`requests.${name}`]: amount, [`limits.${name}`]: amount };
}

function gpuWish({ gpu, replicas }: ClusterWorkload): Wanted {
  if (!gpu) return {};
  const hasGpu = ({ role }: { role: Role }): boolean => role !== 'ps';
  const pods = rankCount({ replicas: replicas.filter(hasGpu) });
  return { [`requests.${gpu.resource}`]: pods * gpu.count };
}

/** Record, bundle and workload, and the Service of a Job of several ranks. */
function objectWish(workload: ClusterWorkload): Wanted {
  const service = Number(workload.kind === 'Job' && rankCount(workload) > 1);
  return {
    configmaps: 2,
    'count/configmaps': 2,
    services: service,
    'count/services': service,
    [`count/${resourceName(WORKLOADS[workload.kind])}`]: 1
  };
}

function newClaims({ volumes }: ClusterWorkload): { readonly sizeBytes: number }[] {
  const mounts = volumes.flatMap(mount => (mount.kind === 'new' ? mount : []));
  return [...new Map(mounts.toReversed().map(one => [one.claim, one])).values()];
}
