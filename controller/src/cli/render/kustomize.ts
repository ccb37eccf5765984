/**
 * The objects of a run as a kustomize folder: one file an object, and the bundle as files
 * that people can read and compare; kustomize makes the ConfigMap of them.
 */
import type { KubernetesObject } from '../../core/kubernetes/objects.js';
import { INDEX_KEY } from '../../core/kubernetes/inline.js';
import { document } from './json.js';

/** Contents by path below the folder. */
export type ExportedFiles = ReadonlyMap<string, string | Uint8Array>;

export function kustomizeFolder(objects: readonly KubernetesObject[]): ExportedFiles {
  const bundles = objects.filter(({ binaryData }) => binaryData !== undefined);
  const others = objects.filter(({ binaryData }) => binaryData === undefined);
  const resources = others.map(
    object => [`${fileName(object)}.yaml`, document(object, 'yaml')] as const
  );
  const generated = bundles.map(bundleFiles);
  const kustomization = {
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    resources: resources.map(([path]) => path),
    configMapGenerator: generated.map(({ generator }) => generator)
  };
  return new Map<string, string | Uint8Array>([
    ['kustomization.yaml', document(kustomization, 'yaml')],
    ...resources,
    ...generated.flatMap(({ files }) => files)
  ]);
}

/** `configmap-digits-x7k2m-record`. */
function fileName({ kind, metadata }: KubernetesObject): string {
  return `${kind.toLowerCase()}-${metadata.name}`;
}

interface Generated {
  readonly generator: unknown;
  readonly files: readonly (readonly [string, Uint8Array])[];
}

function bundleFiles({ metadata, binaryData = {} }: KubernetesObject): Generated {
  const { name, namespace, labels, annotations } = metadata;
  const paths = pathsOf(binaryData[INDEX_KEY] ?? '');
  const files = Object.entries(binaryData).map(([key, text]) => ({
    key,
    path: `bundle/${pathOf(paths.get(key), key)}`,
    bytes: fromBase64(text)
  }));
  return {
    generator: {
      name,
      namespace,
      files: files.map(({ key, path }) => `${key}=${path}`),
      options: {
        disableNameSuffixHash: true,
        immutable: true,
        ...{ labels, annotations }
      }
    },
    files: files.map(({ path, bytes }) => [path, bytes])
  };
}

/** kustomize takes no path with these; such a file is called by its key. */
function pathOf(path: string | undefined, key: string): string {
  return path === undefined || /[=,]/.test(path) ? key : path;
}

/** Path of each key, as the index has it. */
function pathsOf(index: string): ReadonlyMap<string, string> {
  const { files } = JSON.parse(new TextDecoder().decode(fromBase64(index))) as {
    files: readonly { readonly key: string; readonly path: string }[];
  };
  return new Map(files.map(({ key, path }) => [key, path]));
}

function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), character => character.charCodeAt(0));
}
