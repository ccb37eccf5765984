/** A call to an API server, in the words of its errors. */
import { resourceName, type Resource } from './object.js';

/** Verbs as RBAC has them. */
export type Verb = 'get' | 'list' | 'watch' | 'create' | 'patch' | 'delete';

export interface Call {
  /** Name of the context. */
  readonly context: string;
  /** URL of the API server. */
  readonly server: string;
  readonly verb: Verb;
  readonly resource: Resource;
  /** e.g. `log`. */
  readonly subresource?: string;
  readonly namespace?: string;
  readonly name?: string;
  /** What renews the credentials, for when they are not accepted. */
  readonly renewal: string;
}

/** As in RBAC rules: `pods/log`, `jobs.batch`. */
export function resourceText({ resource, subresource }: Call): string {
  const name = resourceName(resource);
  return subresource === undefined ? name : `${name}/${subresource}`;
}

/** `in namespace ada`, or `in the whole cluster`. */
export function scopeText({ resource, namespace }: Call): string {
  return resource.namespaced && namespace !== undefined
    ? `in namespace ${namespace}`
    : 'in the whole cluster';
}

/** `Job digits`, or `jobs.batch` when it is about no single one. */
export function objectText(call: Call): string {
  return call.name === undefined
    ? resourceText(call)
    : `${call.resource.kind} ${call.name}`;
}
