/** Kustomizations as values: the manifests of a published module, changed as said. */
import { relative } from 'node:path';
import { stringify } from 'yaml';

/** One change of RFC 6902. */
export interface JsonChange {
  readonly op: 'add' | 'replace' | 'remove';
  readonly path: string;
  readonly value?: unknown;
}

/** Changes of every object that fits. */
export interface Patch {
  readonly target: {
    readonly kind: string;
    readonly name?: string;
    readonly group?: string;
  };
  readonly changes: readonly JsonChange[];
}

/** Folders of manifests, and what is changed in them. */
export interface Kustomization {
  /** Absolute paths of folders that hold a kustomization. */
  readonly resources: readonly string[];
  /** Set on everything that has a namespace. */
  readonly namespace?: string;
  readonly patches?: readonly Patch[];
}

/** The text of `kustomization.yaml` in `folder`, which must be a real path. */
export function kustomizationText(
  { resources, namespace, patches = [] }: Kustomization,
  folder: string
): string {
  return stringify({
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    ...(namespace === undefined ? {} : { namespace }),
    // kustomize takes no absolute paths.
    resources: resources.map(path => relative(folder, path)),
    patches: patches.map(({ target, changes }) => ({
      target,
      patch: JSON.stringify(changes)
    }))
  });
}

const CONTAINER = '/spec/template/spec/containers/0';

/** Our image in place of the published one, which this computer may not reach. */
export function useImage(image: string): JsonChange[] {
  return [
    { op: 'replace', path: `${CONTAINER}/image`, value: image },
    { op: 'add', path: `${CONTAINER}/imagePullPolicy`, value: 'IfNotPresent' }
  ];
}

/** Asked at once and often: published manifests leave half a minute to large clusters. */
export function askSoon(): JsonChange[] {
  const probe = `${CONTAINER}/readinessProbe`;
  return [
    { op: 'add', path: `${probe}/initialDelaySeconds`, value: 1 },
    { op: 'add', path: `${probe}/periodSeconds`, value: 1 }
  ];
}

/** Adds to the first container of a Deployment. */
export function addToContainer(field: string, value: unknown): JsonChange {
  return { op: 'add', path: `${CONTAINER}/${field}`, value };
}

/** Adds a volume to a Deployment that has some. */
export function addVolume(value: KustomizationVolume): JsonChange {
  return { op: 'add', path: '/spec/template/spec/volumes/-', value };
}

/** A volume whose content is a ConfigMap. */
export interface KustomizationVolume {
  readonly name: string;
  readonly configMap: { readonly name: string };
}
