/** Metadata of a workload, of whatever kind. */
import type { ManifestInput } from '../input.js';
import { workloadAnnotations, workloadLabels } from '../labels.js';
import type { Metadata } from '../objects.js';

export function workloadMetadata(input: ManifestInput): Metadata {
  return {
    name: input.id,
    namespace: input.namespace,
    labels: workloadLabels(input),
    annotations: workloadAnnotations(input)
  };
}
