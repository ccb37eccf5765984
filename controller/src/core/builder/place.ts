/**
 * The builder of a cluster: what an administrator has published in a ConfigMap of his own
 * namespace. Nobody else is asked: who names the image of a builder gets at the logins of
 * those who push.
 */
import type { Problem } from '@jupyterlab-kubeflow/protocol';
import { textMapOf } from '../cluster/fields.js';
import type { KubeObject } from '../cluster/object.js';
import { some } from '../kubernetes/objects.js';
import {
  contextStore,
  wrongSetting,
  type BuilderData,
  type ContextStore
} from './store.js';

export { BUILDER_MAP } from './store.js';

/**
 * `buildkit`: a daemon of its own for each build, which has to be privileged (rootless
 * BuildKit needs an unconfined seccomp profile, and is no less refused). `kaniko`: runs as
 * root, without privileges. `buildkitd`: a daemon that the administrator runs; what is
 * started in the namespace is its client, which needs no rights.
 */
export type BuilderKind = 'buildkit' | 'kaniko' | 'buildkitd';

export interface BuilderPlace {
  readonly kind: BuilderKind;
  readonly image: string;
  /** Of the administrator's daemon: `tcp://host:port`. */
  readonly address?: string;
  /** Secret of the run's namespace with `ca.pem`, `cert.pem` and `key.pem` for it. */
  readonly tlsSecret?: string;
  /** How pods call the registry that we push to. @default as we do */
  readonly registryHost?: string;
  /** Pods reach it by that name without TLS. */
  readonly isRegistryPlain?: true;
  /** Secret of the run's namespace (`kubernetes.io/dockerconfigjson`) to push with. */
  readonly pushSecret?: string;
  readonly serviceAccount?: string;
  readonly resources: BuilderResources;
  readonly store?: ContextStore;
}

/** Quantities. */
export interface BuilderResources {
  readonly cpu: string;
  readonly memory: string;
  /** Of the base, unpacked, and all that is installed on it. */
  readonly disk: string;
}

/** apt and pip need about a core and a GiB; a base with CUDA takes ten GiB unpacked. */
const RESOURCES: BuilderResources = { cpu: '1', memory: '2Gi', disk: '40Gi' };

const KINDS: readonly BuilderKind[] = ['buildkit', 'kaniko', 'buildkitd'];

/** Undefined where no builder is published; a problem where what is there makes none. */
export function builderPlace(map: KubeObject): BuilderPlace | Problem | undefined {
  const data = trimmed(textMapOf(map['data']));
  const { image } = data;
  if (image === undefined) return undefined;
  const kind = kindOf(data);
  const store = contextStore(data);
  if (typeof kind !== 'string') return kind;
  if (store && 'sentence' in store) return store;
  if (kind === 'kaniko' && store?.endpoint.startsWith('http:')) {
    // It reads contexts over TLS alone.
    return wrongSetting('contextEndpoint', store.endpoint, 'https://HOST');
  }
  return {
    ...{ kind, image, resources: resourcesOf(data) },
    ...(kind === 'buildkitd' ? some('address', data['address']) : {}),
    ...some('tlsSecret', data['tlsSecret']),
    ...some('registryHost', data['registryHost']),
    ...(data['registryPlainHttp'] === 'true' ? { isRegistryPlain: true } : {}),
    ...some('pushSecret', data['pushSecret']),
    ...some('serviceAccount', data['serviceAccount']),
    ...some('store', store)
  };
}

function kindOf({ kind, address }: BuilderData): BuilderKind | Problem {
  const said = kind ?? (address === undefined ? 'buildkit' : 'buildkitd');
  const known = KINDS.find(each => each === said);
  if (!known) return wrongSetting('kind', said, KINDS.join(', '));
  const isAddressed = /^tcp:\/\/[^/]+:\d+$/.test(address ?? '');
  return known !== 'buildkitd' || isAddressed
    ? known
    : wrongSetting('address', address ?? '', 'tcp://HOST:PORT');
}

function resourcesOf({ cpu, memory, disk }: BuilderData): BuilderResources {
  return {
    ...RESOURCES,
    ...some('cpu', cpu),
    ...some('memory', memory),
    ...some('disk', disk)
  };
}

function trimmed(data: Readonly<Record<string, string>>): BuilderData {
  const entries = Object.entries(data).map(
    ([key, text]) => [key, text.trim()] as const
  );
  return Object.fromEntries(entries.filter(([, text]) => text !== ''));
}

/** Pod Security levels under which each may run; an unknown level is tried. */
const LEVELS: Readonly<Record<BuilderKind, readonly string[]>> = {
  buildkit: ['privileged'],
  kaniko: ['privileged', 'baseline'],
  buildkitd: ['privileged', 'baseline', 'restricted']
};

/** @param level - that the namespace enforces; undefined: nobody says */
export function mayBuild({ kind }: BuilderPlace, level: string | undefined): boolean {
  return level === undefined || LEVELS[kind].includes(level);
}
