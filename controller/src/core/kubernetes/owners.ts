/**
 * Owner references. Helpers go with the workload: once it exists, each of them is given it
 * as its owner. Claims are not: their data outlives the run.
 */
import type { KubernetesObject, OwnerReference } from './objects.js';

const HELPERS: readonly string[] = ['ConfigMap', 'Service'];

/** The objects of a run that are deleted with its workload. */
export function helpersOf(
  objects: readonly KubernetesObject[]
): readonly KubernetesObject[] {
  return objects.filter(({ kind }) => HELPERS.includes(kind));
}

/**
 * Reference to a workload that was created. It does not block the owner's deletion: that
 * would take the right to set the owner's finalizers.
 * @param uid - as the API server gave it
 */
export function ownerOf(workload: KubernetesObject, uid: string): OwnerReference {
  const { apiVersion, kind, metadata } = workload;
  return { apiVersion, kind, name: metadata.name, uid };
}

/** Merge patch that gives a helper its owner. */
export function ownerPatch(owner: OwnerReference): {
  readonly metadata: { readonly ownerReferences: readonly OwnerReference[] };
} {
  return { metadata: { ownerReferences: [owner] } };
}
