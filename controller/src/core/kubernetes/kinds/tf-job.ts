/** A TFJob: chief, workers, parameter servers, evaluator; the operator sets `TF_CONFIG`. */
import type { ManifestInput } from '../input.js';
import type { KubernetesObject } from '../objects.js';
import { workloadMetadata } from './metadata.js';
import { OPERATOR_API, replicaSpecs, runPolicy } from './operator.js';

export function tfJob(input: ManifestInput): KubernetesObject[] {
  const all = input.workload.successPolicy === 'all-workers';
  return [
    {
      apiVersion: OPERATOR_API,
      kind: 'TFJob',
      metadata: workloadMetadata(input),
      spec: {
        runPolicy: runPolicy(input),
        // The default policy has no name: it is the empty one.
        successPolicy: all ? 'AllWorkers' : '',
        tfReplicaSpecs: replicaSpecs(input)
      }
    }
  ];
}
