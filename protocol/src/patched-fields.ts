/** A patch in words: apart from its schema, so that a page that shows it loads no validator. */
import type { ManifestPatch } from './manifest-patch.js';

/**
 * What a patch changes, as people write fields, each once:
 * `spec.template.spec.containers[main].resources.limits.cpu`.
 */
export function patchedFields(patch: ManifestPatch): string[] {
  const names = new Map<string, string>();
  const fields = patch.flatMap(operation => {
    if (operation.op !== 'test') {
      // What was there before has another place by now.
      if (operation.op === 'add') names.set(operation.path, nameOf(operation));
      return fieldText(operation.path, names);
    }
    const [, item] = /^(.*)\/name$/s.exec(operation.path) ?? [];
    if (item !== undefined) names.set(item, String(operation.value));
    return [];
  });
  return [...new Set(fields)];
}

/** Name of what is added, or else its place. */
function nameOf({
  path,
  value
}: {
  readonly path: string;
  readonly value?: unknown;
}): string {
  const { name } = (value ?? {}) as { readonly name?: unknown };
  return typeof name === 'string' ? name : path.slice(path.lastIndexOf('/') + 1);
}

/** @param names - of items of lists, by their path */
function fieldText(pointer: string, names: ReadonlyMap<string, string>): string {
  const keys = pointer.split('/').slice(1);
  const parts = keys.map((key, at) => {
    const here = `/${keys.slice(0, at + 1).join('/')}`;
    const plain = key.replaceAll('~1', '/').replaceAll('~0', '~');
    if (/^(\d+|-)$/.test(key)) return `[${names.get(here) ?? plain}]`;
    return /^[\w-]+$/.test(plain) ? `.${plain}` : `[${plain}]`;
  });
  return parts.join('').replace(/^\./, '');
}
