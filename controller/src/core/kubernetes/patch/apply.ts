/** A workload with the changes that somebody made to its manifest. */
import {
  fail,
  ProblemError,
  RUN_NAME,
  type ManifestPatch,
  type PatchOperation
} from '@jupyterlab-kubeflow/protocol';
import { applyPatch } from 'rfc6902';
import { ANNOTATIONS } from '../labels.js';
import type { KubernetesObject } from '../objects.js';
import { withTexts } from './difference.js';
import { fixedProblem } from './fixed.js';
import { withOwnMarks } from './own-marks.js';

/**
 * It says of itself that it was customised.
 * @throws ProblemError `patch-misfit` when the patch is for another manifest,
 *   `manifest-field-fixed` when it changes what cannot be changed
 */
export function withPatch(
  workload: KubernetesObject,
  patch: ManifestPatch
): KubernetesObject {
  const edited = withTexts(workload, text => text);
  const { name } = workload.metadata;
  for (const operation of patch) {
    const named = withTexts(operation, text => text.replaceAll(RUN_NAME, name));
    if (!isApplied(edited, named as typeof operation))
      fail('patch-misfit', { path: operation.path });
  }
  return customised(accepted(workload, edited));
}

/** The library throws where a path leads below a text or a number. */
function isApplied(edited: unknown, operation: PatchOperation): boolean {
  try {
    return applyPatch(edited, [operation])[0] === null;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}

/**
 * What somebody made of a workload, as far as it is still the run's.
 * @throws ProblemError `manifest-field-fixed`
 */
export function accepted(
  workload: KubernetesObject,
  edited: unknown
): KubernetesObject {
  const ours = withOwnMarks(
    withTexts(workload, text => text),
    edited
  ) as object;
  const wrong = fixedProblem(workload, ours);
  if (wrong) throw new ProblemError(wrong);
  return ours as KubernetesObject;
}

function customised(workload: KubernetesObject): KubernetesObject {
  const { metadata } = workload;
  const annotations = { ...metadata.annotations, [ANNOTATIONS.customised]: 'true' };
  return { ...workload, metadata: { ...metadata, annotations } };
}
