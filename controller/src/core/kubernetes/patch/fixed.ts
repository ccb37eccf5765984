/**
 * Fields of a manifest that cannot be edited: what the object is, and how many ranks it has,
 * by which the run is followed.
 */
import { problem, type Problem } from '@jupyterlab-kubeflow/protocol';
import { isSame } from './difference.js';

type Values = Readonly<Record<string, unknown>>;

const FIXED: readonly string[] = [
  ...['apiVersion', 'kind'],
  ...['metadata.name', 'metadata.generateName', 'metadata.namespace'],
  ...['spec.completions', 'spec.parallelism', 'spec.completionMode'],
  'spec.trainer.numNodes'
];

/** Where kinds of the training operator have their replicas, by role. */
const REPLICAS: readonly string[] = ['spec.pytorchReplicaSpecs', 'spec.tfReplicaSpecs'];

/** The first fixed field in which the two differ. */
export function fixedProblem(before: object, after: object): Problem | undefined {
  const fixed = [...FIXED, ...replicaFields(before, after)];
  const field = fixed.find(path => !isSame(at(before, path), at(after, path)));
  return field === undefined ? undefined : problem('manifest-field-fixed', { field });
}

/** Of every role that either has. */
function replicaFields(before: object, after: object): string[] {
  return REPLICAS.flatMap(path => {
    const roles = [before, after].flatMap(each => Object.keys(at(each, path) ?? {}));
    return [...new Set(roles)].map(role => `${path}.${role}.replicas`);
  });
}

function at(value: object, path: string): object | undefined {
  return path.split('.').reduce<unknown>(inner, value) as object | undefined;
}

function inner(value: unknown, key: string): unknown {
  return typeof value === 'object' ? (value as Values | null)?.[key] : undefined;
}
