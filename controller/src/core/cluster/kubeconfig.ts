/** A kubeconfig as a value: read from parsed YAML, and put together from several files. */
import { fieldsOf, listOf, textOf, type Fields } from './fields.js';

/** An entry of one of the lists, with the folder its relative paths start from. */
export interface Entry {
  readonly name: string;
  readonly fields: Fields;
  /** The file it came from. */
  readonly path: string;
}

export interface Kubeconfig {
  readonly current?: string;
  readonly contexts: readonly Entry[];
  readonly clusters: readonly Entry[];
  readonly users: readonly Entry[];
}

export const EMPTY_KUBECONFIG: Kubeconfig = { contexts: [], clusters: [], users: [] };

/** The file, and what its YAML says. */
export interface KubeconfigFile {
  readonly path: string;
  readonly value: unknown;
}

/** Reads one file; what is missing in it is empty, as for kubectl. */
export function kubeconfigOf({ path, value }: KubeconfigFile): Kubeconfig {
  const fields = fieldsOf(value);
  const current = textOf(fields['current-context']);
  const entries = (list: string, noun: string): Entry[] =>
    listOf(fields[list]).flatMap(entry => {
      const name = textOf(entry['name']);
      return name === undefined ? [] : [{ name, fields: fieldsOf(entry[noun]), path }];
    });
  return {
    ...(current === undefined ? {} : { current }),
    contexts: entries('contexts', 'context'),
    clusters: entries('clusters', 'cluster'),
    users: entries('users', 'user')
  };
}

/** Several files as one, by kubectl's rule: the first that names something wins. */
export function mergeKubeconfigs(files: readonly Kubeconfig[]): Kubeconfig {
  const current = files.find(file => file.current !== undefined)?.current;
  return {
    ...(current === undefined ? {} : { current }),
    contexts: firstOfName(files.flatMap(file => file.contexts)),
    clusters: firstOfName(files.flatMap(file => file.clusters)),
    users: firstOfName(files.flatMap(file => file.users))
  };
}

function firstOfName(entries: readonly Entry[]): Entry[] {
  const known = new Map<string, Entry>();
  for (const entry of entries) {
    if (!known.has(entry.name)) known.set(entry.name, entry);
  }
  return [...known.values()];
}

/** An entry of a list by its name. */
export function entryNamed(
  entries: readonly Entry[],
  name: string | undefined
): Entry | undefined {
  return name === undefined ? undefined : entries.find(entry => entry.name === name);
}
