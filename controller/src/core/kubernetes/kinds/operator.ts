/** What the kinds of training-operator v1 share: run policy and replica specs. */
import type { Role } from '@jupyterlab-kubeflow/protocol';
import type { ManifestInput } from '../input.js';
import { some } from '../objects.js';
import { podTemplate } from '../pod.js';

/** Group and version of PyTorchJob and TFJob. */
export const OPERATOR_API = 'kubeflow.org/v1';

/** Roles as the operator's API writes them. */
const REPLICA_TYPES: Readonly<Record<Role, string>> = {
  master: 'Master',
  chief: 'Chief',
  worker: 'Worker',
  ps: 'PS',
  evaluator: 'Evaluator'
};

/** `spec.runPolicy`. */
export function runPolicy({
  workload
}: ManifestInput): Readonly<Record<string, unknown>> {
  return {
    cleanPodPolicy: workload.cleanPodPolicy,
    ttlSecondsAfterFinished: workload.ttlSeconds,
    backoffLimit: workload.retries,
    suspend: workload.suspend,
    ...some('activeDeadlineSeconds', workload.deadlineSeconds)
  };
}

/**
 * Replica specs by type. With `Never` the first failure fails the job; with `OnFailure` the
 * kubelet starts the container again, and the operator counts that against `backoffLimit`.
 */
export function replicaSpecs(
  input: ManifestInput
): Readonly<Record<string, Readonly<Record<string, unknown>>>> {
  const { replicas, retries } = input.workload;
  const restartPolicy = retries > 0 ? 'OnFailure' : 'Never';
  return Object.fromEntries(
    replicas.map(({ role, count }) => [
      REPLICA_TYPES[role],
      // The operator sets the template's restart policy, and what ranks need to meet.
      {
        replicas: count,
        restartPolicy,
        template: podTemplate(input, { role, env: [] }, {})
      }
    ])
  );
}
