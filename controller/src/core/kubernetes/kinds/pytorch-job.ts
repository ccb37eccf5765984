/** A PyTorchJob: a master and workers, or workers alone that may come and go. */
import type { ClusterWorkload } from '@jupyterlab-kubeflow/protocol';
import type { ManifestInput } from '../input.js';
import { some, type KubernetesObject } from '../objects.js';
import { workloadMetadata } from './metadata.js';
import { OPERATOR_API, replicaSpecs, runPolicy } from './operator.js';

export function pytorchJob(input: ManifestInput): KubernetesObject[] {
  return [
    {
      apiVersion: OPERATOR_API,
      kind: 'PyTorchJob',
      metadata: workloadMetadata(input),
      spec: {
        runPolicy: runPolicy(input),
        ...some('elasticPolicy', elasticPolicy(input.workload)),
        ...some('nprocPerNode', nprocPerNode(input.workload)),
        pytorchReplicaSpecs: replicaSpecs(input)
      }
    }
  ];
}

function elasticPolicy({
  elastic
}: ClusterWorkload): Readonly<Record<string, unknown>> | undefined {
  return elastic && { rdzvBackend: 'c10d', ...elastic };
}

/** The operator's own default, `auto`, lets torchrun start one process a CPU. */
function nprocPerNode({
  elastic,
  nprocPerNode: chosen
}: ClusterWorkload): string | undefined {
  if (chosen !== undefined) return String(chosen);
  return elastic && '1';
}
