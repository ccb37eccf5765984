/** What a rank may use: the limits of its container, which is all there is of each. */
import type { ClusterWorkload } from './cluster-workload.js';
import type { Plan } from './plan.js';

export interface UsageLimits {
  /** Cores. */
  readonly cpu: number;
  readonly memoryBytes: number;
}

/** Of each rank; `undefined` on this computer, where ranks share what there is. */
export function usageLimits({ cluster }: Plan): UsageLimits | undefined {
  return (
    cluster && { cpu: cluster.workload.cpu, memoryBytes: memoryLimit(cluster.workload) }
  );
}

/** What is written to `/dev/shm` counts as memory of the container that writes it. */
export function memoryLimit({
  memoryBytes,
  shmBytes
}: Pick<ClusterWorkload, 'memoryBytes' | 'shmBytes'>): number {
  return memoryBytes + shmBytes;
}
