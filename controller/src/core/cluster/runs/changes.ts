/** Merge patches by which runs are suspended, resumed and cancelled. */
import type { WorkloadKind } from '@jupyterlab-kubeflow/protocol';
import { ANNOTATIONS } from '../../kubernetes/labels.js';
import type { KubeObject } from '../object.js';

/** `suspend`, where the kind has it. */
export function suspension(kind: WorkloadKind, suspend: boolean): KubeObject {
  const operator = kind === 'PyTorchJob' || kind === 'TFJob';
  return { spec: operator ? { runPolicy: { suspend } } : { suspend } };
}

/**
 * Stops the pods and says why, in one write. The workload stays, and with it the record:
 * other computers see that the run was cancelled, and by whom pods are asked to end.
 * @param at - RFC 3339
 */
export function cancellation(kind: WorkloadKind, at: string): KubeObject {
  const annotations = { [ANNOTATIONS.cancelled]: at };
  return { metadata: { annotations }, ...suspension(kind, true) };
}
