/** Gets the objects of a kustomization from `kubectl kustomize`. */
import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { runCommand, type Runner } from '../process.js';
import type { KubernetesObject } from './addon.js';
import { kustomizationText, type Kustomization } from './kustomization.js';

/** Options of `render`. */
export interface RenderOptions {
  /** Path of kubectl. */
  readonly kubectl: string;
  readonly signal?: AbortSignal;
  readonly run?: Runner;
}

/**
 * The objects, in the order in which they can be created.
 * @throws {Error} with what kubectl says
 */
export async function render(
  kustomization: Kustomization,
  { kubectl, signal, run = runCommand }: RenderOptions
): Promise<KubernetesObject[]> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'kustomization-')));
  try {
    const resources = await Promise.all(
      kustomization.resources.map(path => realpath(path))
    );
    const text = kustomizationText({ ...kustomization, resources }, folder);
    await writeFile(join(folder, 'kustomization.yaml'), text);
    const result = await run({
      file: kubectl,
      args: ['kustomize', folder],
      ...(signal ? { signal } : {})
    });
    if (result.code === 0) return parseObjects(result.stdout);
    throw new Error(
      `The manifests in ${resources.join(', ')} cannot be read: ${result.stderr}`
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The objects in a YAML stream. */
export function parseObjects(text: string): KubernetesObject[] {
  return parseAllDocuments(text)
    .map(document => document.toJS() as unknown)
    .filter(isObject);
}

function isObject(value: unknown): value is KubernetesObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
