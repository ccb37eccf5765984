/**
 * Facts about the cluster that an administrator publishes for those who may not read them:
 * JSON in a ConfigMap, each list as `kubectl get … -o json` gives its items.
 */
import { fieldsOf, isFields, listOf, textOf, type Fields } from '../fields.js';
import type { KubeObject } from '../object.js';
import { unknown, known, type Answer } from './answer.js';

/** Name of the ConfigMap. */
export const FACTS_MAP = 'jupyterlab-kubeflow-facts';
/** Its key. */
export const FACTS_KEY = 'facts.json';

/** What is published; a fact that is absent is unknown. */
export interface Published {
  readonly nodes: Answer<readonly KubeObject[]>;
  readonly storageClasses: Answer<readonly KubeObject[]>;
  readonly clusterTrainingRuntimes: Answer<readonly KubeObject[]>;
  /** Level that namespaces enforce unless something else is said. */
  readonly podSecurity: Answer<string>;
}

export const NOTHING_PUBLISHED: Published = {
  nodes: unknown(),
  storageClasses: unknown(),
  clusterTrainingRuntimes: unknown(),
  podSecurity: unknown()
};

/** Reads the ConfigMap; what cannot be read is unknown. */
export function publishedOf(map: KubeObject): Published {
  const facts = parsed(fieldsOf(map['data'])[FACTS_KEY]);
  const level = textOf(facts['podSecurity']);
  return {
    nodes: itemsOf(facts['nodes']),
    storageClasses: itemsOf(facts['storageClasses']),
    clusterTrainingRuntimes: itemsOf(facts['clusterTrainingRuntimes']),
    podSecurity: level === undefined ? unknown() : known(level)
  };
}

/** A list, or what `kubectl get -o json` prints. */
function itemsOf(value: unknown): Answer<readonly KubeObject[]> {
  const items = isFields(value) ? value['items'] : value;
  return Array.isArray(items) ? known(listOf(items)) : unknown();
}

/** The object in a text of JSON; empty when it is none. */
export function parsed(text: unknown): Fields {
  try {
    return fieldsOf(JSON.parse(String(text)));
  } catch {
    return {};
  }
}
