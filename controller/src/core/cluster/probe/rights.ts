/** What a user must be allowed in a namespace, so that runs can be started and watched there. */
import type { WorkloadKind } from '@jupyterlab-kubeflow/protocol';
import { RESOURCES, resourceName, type Resource } from '../object.js';
import { WORKLOADS } from '../workloads.js';

/** One thing that may be done, in words of RBAC. */
export interface Right {
  readonly verb: string;
  readonly resource: Resource;
  readonly subresource?: string;
}

const { configMap, service, claim, pod } = RESOURCES;

const to = (verb: string, resource: Resource): Right => ({ verb, resource });

/** `create jobs.batch`, `get pods/log`. */
export function rightText({ verb, resource, subresource }: Right): string {
  const name = resourceName(resource);
  return `${verb} ${subresource === undefined ? name : `${name}/${subresource}`}`;
}

export const CREATE_CLAIM = to('create', claim);
export const CREATE_SERVICE = to('create', service);
export const CREATE_POD = to('create', pod);

/** Without these nothing can be started. */
export function rightsToStart(kind: WorkloadKind): readonly Right[] {
  return [to('create', WORKLOADS[kind]), to('create', configMap)];
}

/** Without these a run goes on, but is not seen or not cleaned up after. */
export function rightsToAttend(kind: WorkloadKind): readonly Right[] {
  return [
    to('list', WORKLOADS[kind]),
    to('watch', WORKLOADS[kind]),
    to('delete', WORKLOADS[kind]),
    to('list', configMap),
    to('patch', configMap),
    to('list', pod),
    to('watch', pod),
    { ...to('get', pod), subresource: 'log' }
  ];
}

/** All that a probe asks about, for the kinds there are. */
export function rightsFor(kinds: readonly WorkloadKind[]): readonly Right[] {
  const all = [
    ...kinds.flatMap(kind => [...rightsToStart(kind), ...rightsToAttend(kind)]),
    CREATE_SERVICE,
    CREATE_CLAIM,
    CREATE_POD
  ];
  return [...new Map(all.map(right => [rightText(right), right])).values()];
}
