/** Objects of the Kubernetes API as plain values, and the resources they belong to. */
import { fieldsOf, textMapOf, textOf, type Fields } from './fields.js';

/** An object as the API server gives it: JSON, untouched. */
export type KubeObject = Fields;

/** What kind of objects, and where the API serves them. */
export interface Resource {
  /** API group; empty for the core group. */
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  /** Name in paths and in RBAC rules, e.g. `pods`. */
  readonly plural: string;
  readonly namespaced: boolean;
}

const namespaced = (group: string, kind: string, plural: string): Resource => ({
  group,
  version: 'v1',
  kind,
  plural,
  namespaced: true
});

/** Resources that every cluster has. */
export const RESOURCES = {
  pod: namespaced('', 'Pod', 'pods'),
  configMap: namespaced('', 'ConfigMap', 'configmaps'),
  service: namespaced('', 'Service', 'services'),
  claim: namespaced('', 'PersistentVolumeClaim', 'persistentvolumeclaims'),
  secret: namespaced('', 'Secret', 'secrets'),
  event: namespaced('', 'Event', 'events'),
  quota: namespaced('', 'ResourceQuota', 'resourcequotas'),
  job: namespaced('batch', 'Job', 'jobs'),
  namespace: { ...namespaced('', 'Namespace', 'namespaces'), namespaced: false },
  node: { ...namespaced('', 'Node', 'nodes'), namespaced: false }
} as const satisfies Record<string, Resource>;

/** `v1`, `batch/v1`: the `apiVersion` of the resource's objects. */
export function apiVersionOf({ group, version }: Resource): string {
  return group === '' ? version : `${group}/${version}`;
}

/** As RBAC and kubectl name it: `pods`, `jobs.batch`. */
export function resourceName({ group, plural }: Resource): string {
  return group === '' ? plural : `${plural}.${group}`;
}

/**
 * Path of a collection, or of one object in it.
 * @param namespace - ignored for resources outside namespaces; absent: of all namespaces
 */
export function pathOf(resource: Resource, namespace?: string, name?: string): string {
  const root = resource.group === '' ? '/api/v1' : `/apis/${apiVersionOf(resource)}`;
  const place =
    resource.namespaced && namespace !== undefined
      ? `/namespaces/${encodeURIComponent(namespace)}`
      : '';
  const rest = name === undefined ? '' : `/${encodeURIComponent(name)}`;
  return `${root}${place}/${resource.plural}${rest}`;
}

/** The metadata that the product reads. */
export interface Metadata {
  readonly name: string;
  /** Empty outside namespaces. */
  readonly namespace: string;
  readonly uid: string;
  readonly resourceVersion: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** RFC 3339, to the second. */
  readonly createdAt: string;
  /** Present while it is being deleted. */
  readonly deletedAt?: string;
}

export function metadataOf(object: KubeObject): Metadata {
  const meta = fieldsOf(object['metadata']);
  const deletedAt = textOf(meta['deletionTimestamp']);
  return {
    name: textOf(meta['name']) ?? '',
    namespace: textOf(meta['namespace']) ?? '',
    uid: textOf(meta['uid']) ?? '',
    resourceVersion: textOf(meta['resourceVersion']) ?? '',
    labels: textMapOf(meta['labels']),
    annotations: textMapOf(meta['annotations']),
    createdAt: textOf(meta['creationTimestamp']) ?? '',
    ...(deletedAt === undefined ? {} : { deletedAt })
  };
}

/** What tells objects of one resource apart: `namespace/name`. */
export function keyOf(object: KubeObject): string {
  const { namespace, name } = metadataOf(object);
  return `${namespace}/${name}`;
}
