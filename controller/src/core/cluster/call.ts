/** A call to an API server, in the words of its errors. */
import { problem, type Problem } from '@jupyterlab-kubeflow/protocol';
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
  /** Command that renews the credentials; absent when they renew themselves. */
  readonly renewal?: string;
}

/** As in RBAC rules: `pods/log`, `jobs.batch`. */
export function resourceText({ resource, subresource }: Call): string {
  const name = resourceName(resource);
  return subresource === undefined ? name : `${name}/${subresource}`;
}

/** `Job ada/digits`, or `jobs.batch` when it is about no single one. */
export function objectText(call: Call): string {
  const { name, namespace, resource } = call;
  if (name === undefined) return resourceText(call);
  const inside = resource.namespaced && namespace !== undefined;
  return `${resource.kind} ${inside ? `${namespace}/` : ''}${name}`;
}

/** The problem of credentials that are not accepted. */
export function refusedCredentials(call: Call, detail: string): Problem {
  const { context, renewal } = call;
  return renewal === undefined
    ? problem('service-account-refused', { detail })
    : problem('credentials-refused', { context, detail, command: renewal });
}
