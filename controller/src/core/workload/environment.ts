/**
 * Ranks of a workload and the environment each one gets: on this computer exactly
 * what the training operator (v1.9) sets in its pods, so that code which finds its
 * peers here finds them on the cluster.
 */
import type { Role, Workload } from '@jupyterlab-kubeflow/protocol';

/** One process of a workload. */
export interface RankSpec {
  /** Global number from 0, in the order chief or master, worker, ps, evaluator. */
  readonly rank: number;
  readonly role: Role;
  /** Number within the role, from 0. */
  readonly index: number;
}

/** Where a rank listens. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

type Environment = Readonly<Record<string, string>>;

const ROLE_ORDER: readonly Role[] = ['chief', 'master', 'worker', 'ps', 'evaluator'];

/** The ranks of a workload, in the order of their numbers. */
export function rankPlan(workload: Workload): RankSpec[] {
  return [...workload.replicas]
    .sort((a, b) => ROLE_ORDER.indexOf(a.role) - ROLE_ORDER.indexOf(b.role))
    .flatMap(({ role, count }) =>
      Array.from({ length: count }, (_, index) => ({ role, index }))
    )
    .map((spec, rank) => ({ rank, ...spec }));
}

/**
 * How many addresses `rankEnvironment` wants: none for a single process, one (the
 * first rank's) for torch and plain ranks, one a cluster member for TensorFlow.
 */
export function portsNeeded(workload: Workload): number {
  const ranks = rankPlan(workload);
  if (workload.framework === 'tensorflow') {
    return ranks.length > 1 ? ranks.filter(isClusterMember).length : 0;
  }
  return workload.framework === 'torch' || ranks.length > 1 ? 1 : 0;
}

/**
 * Environment variables of one rank.
 * @param addresses - `portsNeeded(workload)` of them; for TensorFlow in rank order
 */
export function rankEnvironment(
  workload: Workload,
  rank: RankSpec,
  addresses: readonly Address[]
): Environment {
  const ranks = rankPlan(workload);
  switch (workload.framework) {
    case 'torch':
      return torchEnvironment(rank, ranks.length, addresses[0]);
    case 'tensorflow':
      return ranks.length > 1 ? tensorflowEnvironment(rank, ranks, addresses) : {};
    case 'none':
      return ranks.length > 1 ? jobEnvironment(rank, ranks.length, addresses[0]) : {};
  }
}

/** As an indexed Job with a headless Service is given by this product: torchrun's names. */
function jobEnvironment(rank: RankSpec, size: number, first?: Address): Environment {
  return {
    ...rendezvous(first),
    WORLD_SIZE: String(size),
    RANK: String(rank.rank),
    JOB_COMPLETION_INDEX: String(rank.rank)
  };
}

/** As training-operator's `pytorch/envvar.go` sets it, with one process a pod ("auto"). */
function torchEnvironment(rank: RankSpec, size: number, master?: Address): Environment {
  const meet = rendezvous(master);
  const torchrun = Object.entries(meet).map(([name, value]) => [`PET_${name}`, value]);
  return {
    ...meet,
    ...(Object.fromEntries(torchrun) as Environment),
    PET_NPROC_PER_NODE: 'auto',
    PET_NNODES: String(size),
    PET_NODE_RANK: String(rank.rank),
    WORLD_SIZE: String(size),
    RANK: String(rank.rank)
  };
}

function rendezvous(address?: Address): Environment {
  return address
    ? { MASTER_ADDR: address.host, MASTER_PORT: String(address.port) }
    : {};
}

/** An evaluator watches the cluster but is not a member of it. */
function isClusterMember(rank: RankSpec): boolean {
  return rank.role !== 'evaluator';
}

/** TFJob's `TF_CONFIG`: who is in the cluster, and which of them this is. */
function tensorflowEnvironment(
  rank: RankSpec,
  ranks: readonly RankSpec[],
  addresses: readonly Address[]
): Environment {
  const cluster: Partial<Record<Role, string[]>> = {};
  ranks.filter(isClusterMember).forEach(({ role }, i) => {
    const address = addresses[i];
    if (address) (cluster[role] ??= []).push(`${address.host}:${String(address.port)}`);
  });
  const task = { type: rank.role, index: rank.index };
  return { TF_CONFIG: JSON.stringify({ cluster, task, environment: 'cloud' }) };
}
