/**
 * Names of everything a run has on a cluster. The workload is called as the run; what
 * depends on it is derived, and all of it must be a DNS label of at most 63 characters.
 */
import type { Replicas, WorkloadKind } from '@jupyterlab-kubeflow/protocol';

/** Most characters of a DNS label: pod names as hostnames, Services, label values. */
export const MAX_LABEL = 63;

/** Kubernetes puts a hyphen and five characters behind the names of a Job's pods. */
const RANDOM = '-xxxxx';

/** The replicated job of a TrainJob's runtime that trains, and its container. */
export const TRAINER_JOB = 'node';

/** ConfigMap with the plan. */
export const recordName = (id: string): string => `${id}-record`;

/** ConfigMap with the bundle. */
export const bundleName = (id: string): string => `${id}-bundle`;

/** Headless Service of a Job's pods, as the training operators name theirs. */
export const serviceName = (id: string): string => id;

/**
 * What Kubernetes and the operators put behind a workload's name in the names of its pods,
 * Services and jobs: of each series the one with the highest number.
 */
export function suffixes(
  kind: WorkloadKind,
  replicas: readonly Replicas[]
): readonly string[] {
  const last = replicas.reduce((sum, { count }) => sum + count, 0) - 1;
  switch (kind) {
    case 'Job':
      return [`-${String(last)}${RANDOM}`];
    case 'TrainJob':
      return [`-${TRAINER_JOB}-0`, `-${TRAINER_JOB}-0-${String(last)}${RANDOM}`];
    case 'PyTorchJob':
    case 'TFJob':
      return replicas.map(({ role, count }) => `-${role}-${String(count - 1)}`);
  }
}

/** Most characters the name of a workload may have, so that all that depends on it fits. */
export function nameLimit(kind: WorkloadKind, replicas: readonly Replicas[]): number {
  const ours = [recordName(''), bundleName('')];
  const longest = Math.max(
    ...[...suffixes(kind, replicas), ...ours].map(suffix => suffix.length)
  );
  return MAX_LABEL - longest;
}

/** Host name by which ranks of a Job find the first of them. */
export function firstRankHost(id: string): string {
  return `${id}-0.${serviceName(id)}`;
}
