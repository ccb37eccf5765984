/**
 * What somebody has changed in a manifest, as a JSON Patch. Items of lists that have names
 * (containers, variables, volumes) are told apart by them, as Kubernetes does; each change
 * to one first tests the name, so that it never hits another item. Other lists are replaced
 * as a whole.
 */
import {
  RUN_NAME,
  type ManifestPatch,
  type PatchOperation
} from '@jupyterlab-kubeflow/protocol';
import { createPatch } from 'rfc6902';

type Differ = NonNullable<Parameters<typeof createPatch>[2]>;
type Item = Readonly<Record<string, unknown>> & { readonly name: string };

/** @param id - name of the run in both; the patch holds for any other */
export function patchBetween(before: object, after: object, id: string): ManifestPatch {
  return differences(before, after).map(operation =>
    'value' in operation
      ? { ...operation, value: withoutId(operation.value, id) }
      : operation
  );
}

/** Whether two JSON values are the same. */
export function isSame(one: unknown, other: unknown): boolean {
  return differences({ value: one }, { value: other }).length === 0;
}

/** A copy with `change` in all of its strings. */
export function withTexts(value: unknown, change: (text: string) => string): unknown {
  const text = JSON.stringify(value, (_, each: unknown) =>
    typeof each === 'string' ? change(each) : each
  );
  return JSON.parse(text) as unknown;
}

function withoutId(value: unknown, id: string): unknown {
  return withTexts(value, text => text.replaceAll(id, RUN_NAME));
}

function differences(before: unknown, after: unknown): PatchOperation[] {
  return createPatch(before, after, ofLists) as PatchOperation[];
}

const ofLists: Differ = (before: unknown, after: unknown, pointer) => {
  if (!Array.isArray(before) || !Array.isArray(after)) return undefined;
  const path = pointer.toString();
  const [items, wanted] = [named(before), named(after)];
  if (items && wanted) return ofNamed(items, wanted, path);
  const same = JSON.stringify(before) === JSON.stringify(after);
  return same ? [] : [{ op: 'replace', path, value: after as unknown }];
};

/** Items by name; undefined where some have none, or two have the same. */
function named(list: readonly unknown[]): ReadonlyMap<string, Item> | undefined {
  const items = new Map<string, Item>();
  for (const item of list) {
    if (!isNamed(item) || items.has(item.name)) return undefined;
    items.set(item.name, item);
  }
  return items;
}

function isNamed(item: unknown): item is Item {
  return typeof item === 'object' && typeof (item as Item | null)?.name === 'string';
}

function ofNamed(
  before: ReadonlyMap<string, Item>,
  after: ReadonlyMap<string, Item>,
  path: string
): PatchOperation[] {
  const names = [...before.keys()];
  // From the end, so that what is before it keeps its place.
  const gone = names.toReversed().filter(name => !after.has(name));
  const kept = names.filter(name => after.has(name));
  return [
    ...gone.flatMap(name => {
      const at = `${path}/${String(names.indexOf(name))}`;
      return [nameTest(at, name), { op: 'remove' as const, path: at }];
    }),
    ...kept.flatMap((name, index) => {
      const at = `${path}/${String(index)}`;
      const changes = differences(before.get(name), after.get(name));
      const below = changes.map(each => ({ ...each, path: at + each.path }));
      return below.length > 0 ? [nameTest(at, name), ...below] : [];
    }),
    ...placed(kept, after, path)
  ];
}

/**
 * Puts items where they are wanted: variables see those before them, and init containers
 * run in turn. What is new at the end goes there, however long the list is by then.
 */
function placed(
  kept: readonly string[],
  after: ReadonlyMap<string, Item>,
  path: string
): PatchOperation[] {
  const names = [...kept];
  return [...after].flatMap(([name, value], index) => {
    if (names[index] === name) return [];
    const at = names.indexOf(name);
    const isLast = at < 0 && index === names.length;
    if (at >= 0) names.splice(at, 1);
    names.splice(index, 0, name);
    const from = `${path}/${String(at)}`;
    const taken = [nameTest(from, name), { op: 'remove' as const, path: from }];
    const to = isLast ? `${path}/-` : `${path}/${String(index)}`;
    return [...(at < 0 ? [] : taken), { op: 'add' as const, path: to, value }];
  });
}

function nameTest(path: string, name: string): PatchOperation {
  return { op: 'test', path: `${path}/name`, value: name };
}
