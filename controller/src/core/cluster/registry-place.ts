/**
 * The registry that images with code are pushed to: a setting of this computer, else what
 * an administrator has published in a ConfigMap.
 */
import type { RegistryAccess } from '../registry/access.js';
import { textMapOf } from './fields.js';
import type { KubeObject } from './object.js';

/** Name of the ConfigMap. */
export const REGISTRY_MAP = 'jupyterlab-kubeflow-registry';

/** Where images are pushed, and how nodes get them. */
export interface RegistryPlace {
  /** Repository without a tag, e.g. `registry.example.org/team/runs`. */
  readonly push: string;
  /** The host that nodes pull from. @default that of `push` */
  readonly pullHost?: string;
  /** A Secret of the run's namespace that pods pull with. */
  readonly pullSecret?: string;
  readonly access: RegistryAccess;
  /**
   * This computer or an administrator says so. Absent: users of the namespace do, and
   * nothing is sent or asked there before a run is asked for.
   */
  readonly isTrusted?: true;
}

/** Stands in a published name for the namespace of the run. */
const NAMESPACE = '{namespace}';

/**
 * Reads the ConfigMap; undefined when it names no repository.
 * @param isTrusted - whether only administrators write it. What weakens the connection
 *   (no TLS, another authority) does not count otherwise: who may write a ConfigMap in a
 *   namespace must not get at the logins of those who push from it.
 */
export function publishedRegistry(
  map: KubeObject,
  { namespace, isTrusted }: { readonly namespace: string; readonly isTrusted: boolean }
): RegistryPlace | undefined {
  const data = textMapOf(map['data']);
  const push = data['push']?.trim().replaceAll(NAMESPACE, namespace);
  if (!push) return undefined;
  const isPlain = isTrusted && data['plainHttp'] === 'true';
  const ca = isTrusted ? data['ca.crt'] : undefined;
  return {
    push,
    ...(isTrusted ? { isTrusted } : {}),
    ...given('pullHost', data['pullHost']),
    ...given('pullSecret', data['pullSecret']),
    access: {
      plainHttp: isPlain ? hosts(push.split('/')[0]) : [],
      trusted: [],
      ...given('ca', ca)
    }
  };
}

/** Environment variables that say the same for this computer. */
export interface RegistryVariables {
  readonly JKF_PUSH?: string | undefined;
  readonly JKF_PULL_HOST?: string | undefined;
  readonly JKF_PULL_SECRET?: string | undefined;
  readonly JKF_PLAIN_HTTP?: string | undefined;
  readonly JKF_TRUST_HOSTS?: string | undefined;
  readonly JKF_CA_FILE?: string | undefined;
}

/** What this computer says of registries; without `push` of those that images come from. */
export interface RegistrySetting {
  readonly place?: RegistryPlace;
  readonly access: RegistryAccess;
}

export function registrySetting(env: RegistryVariables): RegistrySetting {
  const access: RegistryAccess = {
    plainHttp: hosts(env.JKF_PLAIN_HTTP),
    trusted: hosts(env.JKF_TRUST_HOSTS),
    ...given('caFile', env.JKF_CA_FILE)
  };
  const push = env.JKF_PUSH?.trim();
  if (!push) return { access };
  const place = {
    push,
    isTrusted: true as const,
    ...given('pullHost', env.JKF_PULL_HOST),
    ...given('pullSecret', env.JKF_PULL_SECRET),
    access
  };
  return { access, place };
}

/**
 * The registry that is used: this computer's, else the published one. Registries are
 * reached as either allows.
 */
export function chosenRegistry(
  setting: RegistrySetting,
  published?: RegistryPlace
): RegistrySetting {
  const place = setting.place ?? published;
  return place ? { place, access: bothAccess(place.access, setting.access) } : setting;
}

/** What an administrator allows, and what this computer does. */
export function bothAccess(one: RegistryAccess, other: RegistryAccess): RegistryAccess {
  return {
    ...one,
    ...other,
    plainHttp: [...new Set([...one.plainHttp, ...other.plainHttp])],
    trusted: [...new Set([...one.trusted, ...other.trusted])]
  };
}

const hosts = (text = ''): string[] => text.split(/[\s,]+/).filter(host => host !== '');

function given<K extends string>(
  key: K,
  value: string | undefined
): { readonly [name in K]?: string } {
  const text = value?.trim();
  return text ? ({ [key]: text } as { readonly [name in K]?: string }) : {};
}
