/** Secrets that somebody wrote into a manifest: a patch is kept in clear, so it must have none. */
import type { ManifestPatch } from '@jupyterlab-kubeflow/protocol';
import { isSecret } from '../../plan/checks.js';

/** Names of variables whose values look like secrets. */
export function secretNames(patch: ManifestPatch): string[] {
  /** Names of list items, by their path: each change to one follows a test of its name. */
  const names = new Map<string, string>();
  const found = patch.flatMap(operation => {
    if (operation.op === 'remove') return [];
    const [, item, key] = /^(.*)\/(name|value)$/s.exec(operation.path) ?? [];
    if (operation.op === 'test') {
      if (item !== undefined) names.set(item, String(operation.value));
      return [];
    }
    const name = key === 'value' && item !== undefined ? (names.get(item) ?? item) : '';
    return secretsIn(operation.value, name);
  });
  return [...new Set(found)];
}

/** @param name - of the variable whose value it is; empty when it is something else */
function secretsIn(value: unknown, name: string): string[] {
  if (typeof value === 'string') {
    return name !== '' && isSecret(name, value) ? [name] : [];
  }
  if (typeof value !== 'object' || value === null) return [];
  const own = (value as { name?: unknown }).name;
  return Object.entries(value).flatMap(([key, inner]) =>
    secretsIn(inner, key === 'value' && typeof own === 'string' ? own : '')
  );
}
