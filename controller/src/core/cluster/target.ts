/** Targets: where on which cluster runs can be started, and as whom. */
import { fieldsOf, textOf, type Fields } from './fields.js';
import { entryNamed, type Kubeconfig } from './kubeconfig.js';

/** How a user of a kubeconfig proves who it is. */
export type UserKind =
  'certificate' | 'token' | 'basic' | 'exec' | 'oidc' | 'service-account' | 'anonymous';

/** A context with its namespace. Holds no secrets. */
export interface ClusterTarget {
  /** Name of the context; `in-cluster` for the service account of the pod we are in. */
  readonly context: string;
  readonly namespace: string;
  /** Name of the cluster in the kubeconfig. */
  readonly cluster: string;
  /** URL of the API server; empty when the kubeconfig does not have the cluster. */
  readonly server: string;
  /** Name of the user in the kubeconfig. */
  readonly user: string;
  readonly userKind: UserKind;
  /** Whether kubectl would use it when nothing is said. */
  readonly current: boolean;
}

/** The context's name for the service account of the pod that we run in. */
export const IN_CLUSTER = 'in-cluster';

const DEFAULT_NAMESPACE = 'default';

/** All contexts in the order of the files, the current one marked. */
export function targetsOf(config: Kubeconfig): ClusterTarget[] {
  return config.contexts.map(({ name, fields }) => {
    const cluster = textOf(fields['cluster']) ?? '';
    const user = textOf(fields['user']) ?? '';
    const server = entryNamed(config.clusters, cluster)?.fields['server'];
    return {
      context: name,
      namespace: textOf(fields['namespace']) ?? DEFAULT_NAMESPACE,
      cluster,
      server: textOf(server) ?? '',
      user,
      userKind: userKindOf(entryNamed(config.users, user)?.fields ?? {}),
      current: name === config.current
    };
  });
}

/** What of several credentials kubectl would present: a token before a password, exec last. */
export function userKindOf(user: Fields): UserKind {
  const has = (...names: string[]): boolean =>
    names.some(name => textOf(user[name]) !== undefined);
  if (has('token', 'tokenFile')) return 'token';
  if (has('username')) return 'basic';
  if (user['exec'] !== undefined) return 'exec';
  if (fieldsOf(user['auth-provider'])['name'] === 'oidc') return 'oidc';
  if (has('client-certificate', 'client-certificate-data')) return 'certificate';
  return 'anonymous';
}

/** Facts of the pod we run in, as its service account is mounted. */
export interface PodIdentity {
  readonly server: string;
  readonly namespace: string;
}

/** The pod's own service account; current when no kubeconfig names a context. */
export function inClusterTarget(
  identity: PodIdentity,
  current: boolean
): ClusterTarget {
  return {
    context: IN_CLUSTER,
    namespace: identity.namespace,
    cluster: IN_CLUSTER,
    server: identity.server,
    user: 'service account',
    userKind: 'service-account',
    current
  };
}

/** The command that renews credentials; undefined when they renew themselves. */
export function renewalOf(target: ClusterTarget, user: Fields): string | undefined {
  switch (target.userKind) {
    case 'exec':
      return loginCommand(user);
    case 'oidc':
      // kubectl asks for a new token by itself, and stores it.
      return `kubectl --context ${target.context} get namespaces`;
    case 'service-account':
      return undefined;
    case 'certificate':
    case 'token':
    case 'basic':
    case 'anonymous':
      return `kubectl config set-credentials ${target.user}`;
  }
}

/** Tools whose login is another command than the one that hands out tokens. */
const LOGINS: readonly (readonly [RegExp, string])[] = [
  [/^aws$|^aws-iam-authenticator$/, 'aws sso login'],
  [/^gke-gcloud-auth-plugin$/, 'gcloud auth login'],
  [/^kubelogin$/, 'az login'],
  [/^oc$/, 'oc login'],
  [/^tsh$/, 'tsh login'],
  [/^doctl$/, 'doctl auth init']
];

/** The command that a person types to log in; arguments may hold secrets and are left out. */
function loginCommand(user: Fields): string {
  const command = textOf(fieldsOf(user['exec'])['command']) ?? 'the login command';
  const program = (command.split(/[\\/]/).at(-1) ?? command).replace(/\.exe$/, '');
  return LOGINS.find(([pattern]) => pattern.test(program))?.[1] ?? command;
}
