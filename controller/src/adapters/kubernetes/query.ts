/** Queries and bodies of requests to an API server. */
import { apiVersionOf, type KubeObject } from '../../core/cluster/object.js';
import { fieldsOf } from '../../core/cluster/fields.js';
import type {
  Access,
  ApplyOptions,
  DeleteOptions,
  LogRequest,
  Scope,
  WriteOptions
} from '../../ports/cluster.js';
import type { LogQuery } from './log-stream.js';

/** Field manager of what the product applies. */
const MANAGER = 'jupyterlab-kubeflow';

/** Objects a page: a few megabytes at most. */
const PAGE = 500;

type Values = Readonly<Record<string, string | number | boolean | undefined>>;

/** `?a=1&b=2`, without what is undefined; empty for nothing. */
function queryOf(values: Values): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    if (value !== undefined) query.set(name, String(value));
  }
  return query.size === 0 ? '' : `?${query.toString()}`;
}

const scopeValues = ({ labels, fields }: Scope): Values => ({
  labelSelector: labels,
  fieldSelector: fields
});

/** @param next - `continue` of the page before */
export function listQuery(scope: Scope, next?: string): string {
  return queryOf({ ...scopeValues(scope), limit: PAGE, continue: next });
}

/** A list in one piece, for when pages have expired. */
export function wholeListQuery(scope: Scope): string {
  return queryOf(scopeValues(scope));
}

export function watchQuery(
  scope: Scope,
  resourceVersion: string,
  timeoutSeconds: number
): string {
  return queryOf({
    ...scopeValues(scope),
    watch: true,
    allowWatchBookmarks: true,
    resourceVersion,
    timeoutSeconds
  });
}

export function writeQuery(
  { dryRun, force }: ApplyOptions,
  verb: 'create' | 'apply'
): string {
  return queryOf({
    fieldManager: MANAGER,
    dryRun: dryRun === true ? 'All' : undefined,
    force: verb === 'apply' ? (force ?? false) : undefined
  });
}

export function deleteBody(options: DeleteOptions & WriteOptions): string {
  const { dryRun, uid, graceSeconds, propagation = 'Background' } = options;
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'DeleteOptions',
    propagationPolicy: propagation,
    ...(dryRun === true ? { dryRun: ['All'] } : {}),
    ...(uid === undefined ? {} : { preconditions: { uid } }),
    ...(graceSeconds === undefined ? {} : { gracePeriodSeconds: graceSeconds })
  });
}

export function logQuery({ container }: LogRequest, query: LogQuery): string {
  return queryOf({
    container,
    timestamps: true,
    follow: query.follow || undefined,
    previous: query.previous || undefined,
    sinceTime: query.since
  });
}

export function reviewBody(access: Access): string {
  const { verb, resource, subresource, namespace, name } = access;
  return JSON.stringify({
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SelfSubjectAccessReview',
    spec: {
      resourceAttributes: {
        verb,
        group: resource.group,
        resource: resource.plural,
        subresource,
        namespace,
        name
      }
    }
  });
}

/** Objects of a list: their kind and version stand in the list only. */
export function itemsOf(
  list: KubeObject,
  resource: Access['resource']
): readonly KubeObject[] {
  const items = list['items'];
  if (!Array.isArray(items)) return [];
  const type = { apiVersion: apiVersionOf(resource), kind: resource.kind };
  return items.map(item => ({ ...type, ...fieldsOf(item) }));
}
