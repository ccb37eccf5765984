/** Reads the schemas of resource definitions, which differ from version to version. */
import type { WorkloadKind } from '@jupyterlab-kubeflow/protocol';

type Fields = Readonly<Record<string, unknown>>;

/** The schema of a field of a field …; lists and maps are looked into. */
export function below(schema: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((at, name) => fieldsOf(at)[name], schema);
}

/** Schemas of the fields: of a list or map, of those of its values. */
export function fieldsOf(schema: unknown): Fields {
  const { items, additionalProperties, properties } = record(schema);
  const inner = items ?? additionalProperties;
  return record(inner === undefined ? properties : record(inner)['properties']);
}

function record(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}

/**
 * Whether a volume of a pod may be an image. Resource definitions have the pods of the
 * Kubernetes they were made with: an API server drops what they do not name.
 * @param pod - schema of the pod's spec
 */
export function mountsImages(pod: unknown): boolean {
  return 'image' in fieldsOf(below(pod, ['volumes']));
}

/** Where an operator's kind has the replicas, whose templates are pods. */
const REPLICAS = {
  PyTorchJob: 'pytorchReplicaSpecs',
  TFJob: 'tfReplicaSpecs'
} as const satisfies Partial<Record<WorkloadKind, string>>;

/** The same of an operator's kind, by its `openAPIV3Schema`. */
export function operatorMountsImages(
  kind: keyof typeof REPLICAS,
  openApi: unknown
): boolean {
  return mountsImages(below(openApi, ['spec', REPLICAS[kind], 'template', 'spec']));
}
