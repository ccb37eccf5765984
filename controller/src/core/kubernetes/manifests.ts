/** From a plan's values to the objects of a run on a cluster. */
import {
  fail,
  ProblemError,
  type Problem,
  type WorkloadKind
} from '@jupyterlab-kubeflow/protocol';
import { parametersProblem } from '../workload/parameters.js';
import { newClaims } from './claims.js';
import { bundleMap, inlineProblem } from './inline.js';
import type { ManifestInput } from './input.js';
import { job } from './kinds/job.js';
import { pytorchJob } from './kinds/pytorch-job.js';
import { tfJob } from './kinds/tf-job.js';
import { trainJob } from './kinds/train-job.js';
import { nameLimit } from './names.js';
import type { KubernetesObject } from './objects.js';
import { withPatch } from './patch/apply.js';
import { recordMap, recordProblem } from './record.js';

const KINDS: Readonly<
  Record<WorkloadKind, (input: ManifestInput) => KubernetesObject[]>
> = {
  Job: job,
  PyTorchJob: pytorchJob,
  TFJob: tfJob,
  TrainJob: trainJob
};

/**
 * Objects of a run in the order in which they are made: the record first, so that whatever
 * is found can be told to be a run's, the workload last, so that its pods find all they
 * mount. Then the helpers get the workload as their owner (`owners.ts`).
 * @throws ProblemError when the id does not fit (`run-id-invalid`), when parameters, record
 *   or bundle are too large (`parameters-too-large`, `record-too-large`,
 *   `bundle-too-large-inline`), when what was changed in the workload does not fit
 *   (`patch-misfit`, `manifest-field-fixed`), or when a TrainJob has no runtime or no API
 *   (`workload-runtime-missing`, `workload-kind-absent`)
 */
export function manifestsFor(input: ManifestInput): readonly KubernetesObject[] {
  const { id, workload, delivery } = input;
  if (!isName(id, nameLimit(workload.kind, workload.replicas)))
    fail('run-id-invalid', { id });
  const files = delivery.kind === 'inline' ? delivery.files : undefined;
  refuse(parametersProblem(input.plan));
  refuse(recordProblem(input));
  refuse(files && inlineProblem(files));
  return [
    recordMap(input),
    ...(files ? [bundleMap(input, files)] : []),
    ...newClaims(input),
    ...customised(KINDS[workload.kind](input), input)
  ];
}

/** With what somebody changed in the workload. */
function customised(
  objects: readonly KubernetesObject[],
  { plan: { cluster } }: ManifestInput
): readonly KubernetesObject[] {
  const workload = objects.at(-1);
  const patch = cluster?.patch;
  if (!workload || !patch) return objects;
  return [...objects.slice(0, -1), withPatch(workload, patch)];
}

/** A DNS-1035 label: what the operators want of a workload's name. */
function isName(id: string, limit: number): boolean {
  return id.length <= limit && /^[a-z]([-a-z0-9]*[a-z0-9])?$/.test(id);
}

function refuse(problem: Problem | undefined): void {
  if (problem) throw new ProblemError(problem);
}
