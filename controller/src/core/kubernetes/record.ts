/** The record of a run: the ConfigMap from which it is known what was started, and how. */
import { bytesText, problem, type Problem } from '@jupyterlab-kubeflow/protocol';
import { utf8Length } from '../image/utf8.js';
import { INLINE_LIMIT_BYTES } from './inline.js';
import type { ManifestInput } from './input.js';
import { LABELS, ownAnnotations, ownLabels } from './labels.js';
import { recordName } from './names.js';
import type { KubernetesObject, Strings } from './objects.js';

/** Keys of the record: the plan, and the workload with its kind. */
export const RECORD_KEYS = { plan: 'plan.json', workload: 'workload.json' } as const;

/** Value of `LABELS.part`. */
export const RECORD_PART = 'record';

function dataOf({ plan, workload }: ManifestInput): Strings {
  return {
    [RECORD_KEYS.plan]: JSON.stringify(plan),
    [RECORD_KEYS.workload]: JSON.stringify(workload)
  };
}

/** Why the plan does not fit into a record. */
export function recordProblem(input: ManifestInput): Problem | undefined {
  const size = Object.values(dataOf(input)).reduce(
    (sum, text) => sum + utf8Length(text),
    0
  );
  if (size <= INLINE_LIMIT_BYTES) return undefined;
  const shown = { size: bytesText(size), limit: bytesText(INLINE_LIMIT_BYTES) };
  return problem('record-too-large', { id: input.id, ...shown });
}

/** The record; it is made before anything else, and never changes. */
export function recordMap(input: ManifestInput): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: recordName(input.id),
      namespace: input.namespace,
      labels: { ...ownLabels(input), [LABELS.part]: RECORD_PART },
      annotations: ownAnnotations(input)
    },
    data: dataOf(input),
    immutable: true
  };
}
