/** The clusters that a kubeconfig or a service account gives access to. */
import { fail } from '@jupyterlab-kubeflow/protocol';
import type { Kubeconfig } from '../../core/cluster/kubeconfig.js';
import {
  IN_CLUSTER,
  inClusterTarget,
  renewalOf,
  targetsOf,
  type ClusterTarget,
  type PodIdentity
} from '../../core/cluster/target.js';
import type { ClusterApi, Clusters } from '../../ports/cluster.js';
import { accessOf, readNamed, type Access } from './access.js';
import { KubernetesApi } from './api.js';
import { Connection } from './connection.js';
import { Credentials } from './credentials.js';
import {
  readKubeconfig,
  readPodIdentity,
  serviceAccountFiles,
  type KubernetesPlaces
} from './kubeconfig.js';
import { REFLECTOR_DEFAULTS, type ReflectorOptions } from './reflector.js';
import { Requests } from './requests.js';
import type { Timing } from '../../ports/timing.js';

export interface KubernetesOptions extends KubernetesPlaces {
  readonly timing: Timing;
  /** Longest wait for the start of an answer, in milliseconds. @default 30 s */
  readonly patience?: number;
  /** Differences from the usual times of watches. */
  readonly reflector?: Partial<Omit<ReflectorOptions, 'timing'>>;
}

/** Servers answer every call within a minute, or not at all. */
const PATIENCE = 30_000;

interface Opened {
  /** What of the kubeconfig it was made from: when that changes, it is made anew. */
  readonly made: string;
  readonly api: KubernetesApi;
  readonly connection: Connection;
}

export class KubernetesClusters implements Clusters {
  readonly #options: KubernetesOptions;
  readonly #opened = new Map<string, Opened>();
  /** Of kubeconfigs that have changed: who has one goes on with it. */
  readonly #retired: Opened[] = [];

  constructor(options: KubernetesOptions) {
    this.#options = options;
  }

  async targets(): Promise<readonly ClusterTarget[]> {
    return targetsFrom(await readKubeconfig(this.#options), await this.#own());
  }

  async open(context: string): Promise<ClusterApi> {
    const config = await readKubeconfig(this.#options);
    const targets = targetsFrom(config, await this.#own());
    const target = targets.find(each => each.context === context);
    if (!target) {
      const known = targets.map(each => each.context).join(', ') || '(none)';
      return fail('context-missing', { context, known });
    }
    const access = isOwn(config, target)
      ? await this.#ownAccess(target)
      : await accessOf(config, target);
    return this.#open(access);
  }

  close(): void {
    for (const { api, connection } of [...this.#opened.values(), ...this.#retired]) {
      api.close();
      connection.close();
    }
    this.#opened.clear();
  }

  /** As opened before, unless the kubeconfig says something else meanwhile. */
  #open(access: Access): ClusterApi {
    const { context } = access.target;
    const made = JSON.stringify(access);
    const known = this.#opened.get(context);
    if (known?.made === made) return known.api;
    const { env, timing, patience = PATIENCE, reflector } = this.#options;
    const connection = new Connection(access.endpoint, { env, patience });
    const credentials = new Credentials(access, { env, clock: timing });
    const renewal = renewalOf(access.target, access.user.fields);
    const api = new KubernetesApi({
      target: access.target,
      requests: new Requests({ credentials, connection, timing }),
      reflector: { ...REFLECTOR_DEFAULTS, ...reflector, timing },
      ...(renewal === undefined ? {} : { renewal })
    });
    if (known) this.#retired.push(known);
    this.#opened.set(context, { made, api, connection });
    return api;
  }

  #own(): Promise<PodIdentity | undefined> {
    return readPodIdentity(this.#options);
  }

  /** The token is a file that the kubelet renews, as is the CA. */
  async #ownAccess(target: ClusterTarget): Promise<Access> {
    const files = serviceAccountFiles(this.#options);
    const ca = await readNamed(target.context, 'the CA', files.ca);
    return {
      target,
      endpoint: { server: new URL(target.server), ca, insecure: false },
      user: { fields: { tokenFile: files.token }, folder: '/' }
    };
  }
}

/** A context of the same name in the kubeconfig goes before the pod's own account. */
function targetsFrom(
  config: Kubeconfig,
  own: PodIdentity | undefined
): readonly ClusterTarget[] {
  const targets = targetsOf(config);
  if (!own || targets.some(({ context }) => context === IN_CLUSTER)) return targets;
  const current = !targets.some(target => target.current);
  return [...targets, inClusterTarget(own, current)];
}

function isOwn(config: Kubeconfig, { context }: ClusterTarget): boolean {
  return (
    context === IN_CLUSTER && !config.contexts.some(({ name }) => name === context)
  );
}
