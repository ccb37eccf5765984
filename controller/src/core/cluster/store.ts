/** What a reflector knows: the objects of one resource, and what changes in them. */
import { keyOf, metadataOf, type KubeObject } from './object.js';

/** One object that came, changed or went. */
export interface Change {
  readonly kind: 'added' | 'changed' | 'removed';
  /** As it is now; of what was removed, as last seen. */
  readonly object: KubeObject;
}

export class ObjectStore {
  readonly #objects = new Map<string, KubeObject>();

  /** All objects, oldest first as they came. */
  get objects(): readonly KubeObject[] {
    return [...this.#objects.values()];
  }

  /** Takes a whole list; what is not in it was removed meanwhile. */
  replace(objects: readonly KubeObject[]): Change[] {
    const listed = new Set(objects.map(keyOf));
    const gone = [...this.#objects.entries()].filter(([key]) => !listed.has(key));
    const removed = gone.flatMap(([, object]) => this.remove(object));
    return [...removed, ...objects.flatMap(object => this.set(object))];
  }

  /** Takes an object; no change when it is known in this version. */
  set(object: KubeObject): Change[] {
    const key = keyOf(object);
    const known = this.#objects.get(key);
    if (known && isSame(known, object)) return [];
    // Another of the same name has taken its place: whoever follows sees both.
    const replaced = known && uidOf(known) !== uidOf(object) ? this.remove(known) : [];
    const kind = known && replaced.length === 0 ? 'changed' : 'added';
    this.#objects.set(key, object);
    return [...replaced, { kind, object }];
  }

  /** Forgets an object; no change when it is not known, or another has its name. */
  remove(object: KubeObject): Change[] {
    const key = keyOf(object);
    const known = this.#objects.get(key);
    if (!known || uidOf(known) !== uidOf(object)) return [];
    this.#objects.delete(key);
    return [{ kind: 'removed', object }];
  }
}

const uidOf = (object: KubeObject): string => metadataOf(object).uid;

/** Versions are compared for equality only: their order means nothing to clients. */
function isSame(a: KubeObject, b: KubeObject): boolean {
  const [one, other] = [metadataOf(a), metadataOf(b)];
  return one.uid === other.uid && one.resourceVersion === other.resourceVersion;
}
