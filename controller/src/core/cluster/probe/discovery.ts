/** What API discovery says: which groups there are, in which version, with which kinds. */
import type { WorkloadKind } from '@jupyterlab-kubeflow/protocol';
import { fieldsOf, listOf, textOf } from '../fields.js';
import type { KubeObject, Resource } from '../object.js';
import { WORKLOADS } from '../workloads.js';

/** Preferred version of each group, by its name: the answer of `/apis`. */
export type Groups = ReadonlyMap<string, readonly string[]>;

/** Versions of each group, the preferred one first. */
export function groupsOf(answer: KubeObject): Groups {
  return new Map(
    listOf(answer['groups']).flatMap(group => {
      const name = textOf(group['name']);
      if (name === undefined) return [];
      const preferred = textOf(fieldsOf(group['preferredVersion'])['version']);
      const versions = listOf(group['versions']).flatMap(
        version => textOf(version['version']) ?? []
      );
      const ordered = [...(preferred === undefined ? [] : [preferred]), ...versions];
      return [[name, [...new Set(ordered)]] as const];
    })
  );
}

/** Names in paths of the resources of a group's version: the answer of `/apis/GROUP/VERSION`. */
export function resourcesOf(answer: KubeObject): readonly string[] {
  return listOf(answer['resources']).flatMap(
    resource => textOf(resource['name']) ?? []
  );
}

/** Whether the group is served in the version that our manifests are written in. */
export function serves(groups: Groups, { group, version }: Resource): boolean {
  return groups.get(group)?.includes(version) ?? false;
}

/**
 * Kinds of workloads there are. Job is in every cluster.
 * @param plurals - resources of the groups that are served
 */
export function kindsOf(plurals: ReadonlySet<string>): readonly WorkloadKind[] {
  const kinds = Object.keys(WORKLOADS) as WorkloadKind[];
  return kinds.filter(kind => kind === 'Job' || plurals.has(WORKLOADS[kind].plural));
}

/** `{gitVersion: 'v1.36.0', major: '1', minor: '36+'}`: the answer of `/version`. */
export interface ServerVersion {
  /** e.g. `v1.36.0`. */
  readonly text: string;
  /** Of version 1, e.g. 36. */
  readonly minor: number;
}

export function versionOf(answer: KubeObject): ServerVersion {
  const text = textOf(answer['gitVersion']) ?? '';
  const minor = /^v?1\.(\d+)/.exec(text)?.[1] ?? textOf(answer['minor']) ?? '';
  return { text, minor: Number.parseInt(minor, 10) || 0 };
}

/**
 * The schema of a kind in `/openapi/v3/apis/GROUP/VERSION`, of a resource definition with
 * its properties in place.
 */
export function kindOpenApi(answer: KubeObject, wanted: WorkloadKind): unknown {
  const schemas = Object.values(fieldsOf(fieldsOf(answer['components'])['schemas']));
  return schemas.find(schema =>
    listOf(fieldsOf(schema)['x-kubernetes-group-version-kind']).some(
      ({ kind, group }) => kind === wanted && group === WORKLOADS[wanted].group
    )
  );
}
