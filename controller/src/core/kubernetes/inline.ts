/**
 * Inline delivery: the bundle in a ConfigMap. Its keys are flat, so files are numbered, and
 * an index says which is which; what unpacks them has a key that is known beforehand.
 */
import { bytesText, problem, type Problem } from '@jupyterlab-kubeflow/protocol';
import { utf8 } from '../image/utf8.js';
import { base64 } from './base64.js';
import type { DeliveredFile, ManifestInput } from './input.js';
import { ownAnnotations, ownLabels } from './labels.js';
import { UNPACKER } from './layout.js';
import { bundleName } from './names.js';
import type { KubernetesObject, Strings } from './objects.js';

/**
 * Bytes of files, keys and index. The API server takes 1 MiB of values an object, etcd
 * 1.5 MiB in all: what is left is for metadata and whoever patches the object.
 */
export const INLINE_LIMIT_BYTES = 900 * 1024;

export const INDEX_KEY = 'index.json';

/** Key of the file that unpacks the others. */
export const UNPACKER_KEY = 'unpack.py';

type FileName = Pick<DeliveredFile, 'path' | 'mode'>;

interface Keyed<F extends FileName> {
  readonly key: string;
  readonly file: F;
}

function keyed<F extends FileName>(files: readonly F[]): Keyed<F>[] {
  return files.map((file, i) => ({
    key: file.path === UNPACKER ? UNPACKER_KEY : `f${String(i)}`,
    file
  }));
}

/** As `controller/runner/jkf_runner/unpack.py` reads it. */
function indexOf(entries: readonly Keyed<FileName>[]): Uint8Array {
  const files = entries.map(({ key, file: { path, mode } }) => ({ key, path, mode }));
  return utf8(JSON.stringify({ files }));
}

/** Bytes that the files take in a ConfigMap. */
export function inlineBytes(files: readonly DeliveredFile[]): number {
  return inlineSize(
    files.map(({ bytes, ...file }) => ({ ...file, size: bytes.length }))
  );
}

/** The same, of files that were not read: `size` in bytes. */
export function inlineSize(files: readonly (FileName & { size: number })[]): number {
  const entries = keyed(files);
  return entries.reduce(
    (sum, { key, file }) => sum + key.length + file.size,
    INDEX_KEY.length + indexOf(entries).length
  );
}

/** Why the files cannot be delivered inline. */
export function inlineProblem(files: readonly DeliveredFile[]): Problem | undefined {
  return sizeProblem(inlineBytes(files));
}

/** Why so many bytes cannot be delivered inline. */
export function sizeProblem(size: number): Problem | undefined {
  if (size <= INLINE_LIMIT_BYTES) return undefined;
  const shown = { size: bytesText(size), limit: bytesText(INLINE_LIMIT_BYTES) };
  return problem('bundle-too-large-inline', shown);
}

/** The ConfigMap with the bundle. */
export function bundleMap(
  input: ManifestInput,
  files: readonly DeliveredFile[]
): KubernetesObject {
  const entries = keyed(files);
  const binaryData: Strings = Object.fromEntries([
    [INDEX_KEY, base64(indexOf(entries))],
    ...entries.map(({ key, file }): [string, string] => [key, base64(file.bytes)])
  ]);
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: bundleName(input.id),
      namespace: input.namespace,
      labels: ownLabels(input),
      annotations: ownAnnotations(input)
    },
    binaryData,
    immutable: true
  };
}
