/**
 * The objects of a build in a namespace: a Job, and what its pod mounts. The Job is made
 * first and suspended, so that nothing of a build is ever there without an owner.
 */
import { utf8 } from '../image/utf8.js';
import { base64 } from '../kubernetes/base64.js';
import { LABELS, MANAGER, NO_PROXY, PREFIX } from '../kubernetes/labels.js';
import { some, type KubernetesObject, type Strings } from '../kubernetes/objects.js';
import { CONTAINER_SECURITY, POD_SECURITY } from '../kubernetes/security.js';
import { commandOf } from './command.js';
import type { BuildInput } from './input.js';
import {
  ADDRESS_KEY,
  CONTAINER,
  CONTEXT_KEY,
  DAEMON_KEY,
  LOGIN_FOLDER,
  LOGIN_KEY,
  SECRET_FOLDER,
  SETTINGS_FOLDER,
  SOCKET,
  STORE_FOLDER,
  TLS_FOLDER,
  WORK_FOLDER
} from './layout.js';
import type { BuilderPlace } from './place.js';

/** On everything of a build; its value is the build's name. */
export const BUILD_LABEL = `${PREFIX}/build`;

/** On a Job that has not been let go yet; others may suspend one that has. */
export const HELD = `${PREFIX}/held`;

/** Seconds a build may take, and its Job stays when nobody is left to remove it. */
const DEADLINE = 3600;
const LEFT = 600;
/** Seconds between SIGTERM and SIGKILL: there is nothing to save. */
const GRACE = 5;

export interface BuildObjects {
  /** Suspended. */
  readonly job: KubernetesObject;
  /** To be made with the Job as their owner. */
  readonly helpers: readonly KubernetesObject[];
}

export function buildObjects(input: BuildInput): BuildObjects {
  return { job: jobOf(input), helpers: [settings(input), ...secrets(input)] };
}

function metadataOf({ name, namespace }: BuildInput): {
  readonly name: string;
  readonly namespace: string;
  readonly labels: Strings;
} {
  const labels = { [BUILD_LABEL]: name, [LABELS.managedBy]: MANAGER };
  return { name, namespace, labels };
}

function jobOf(input: BuildInput): KubernetesObject {
  const metadata = metadataOf(input);
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { ...metadata, annotations: { [HELD]: 'true' } },
    spec: {
      suspend: true,
      // The same again gives the same failure.
      backoffLimit: 0,
      activeDeadlineSeconds: DEADLINE,
      ttlSecondsAfterFinished: LEFT,
      template: {
        metadata: {
          labels: { ...metadata.labels, ...NO_PROXY },
          annotations: NO_PROXY
        },
        spec: podSpec(input)
      }
    }
  };
}

function podSpec(input: BuildInput): Readonly<Record<string, unknown>> {
  const { place } = input;
  return {
    restartPolicy: 'Never',
    containers: [container(input)],
    volumes: volumes(input),
    securityContext: place.kind === 'buildkitd' ? POD_SECURITY : { runAsUser: 0 },
    terminationGracePeriodSeconds: GRACE,
    enableServiceLinks: false,
    automountServiceAccountToken: place.serviceAccount !== undefined,
    ...some('serviceAccountName', place.serviceAccount)
  };
}

const SECURITY = {
  buildkit: { privileged: true },
  // Files of other users are unpacked: the usual capabilities are kept.
  kaniko: { seccompProfile: { type: 'RuntimeDefault' } },
  buildkitd: CONTAINER_SECURITY
} as const;

function container(input: BuildInput): Readonly<Record<string, unknown>> {
  const { place } = input;
  const { cpu, memory, disk } = resourcesOf(place);
  return {
    name: CONTAINER,
    image: place.image,
    ...commandOf(input),
    env: environment(input),
    // What it is to go beyond is the node's to say; memory is not to be had twice.
    resources: {
      requests: { cpu, memory, 'ephemeral-storage': '1Gi' },
      limits: { memory, 'ephemeral-storage': disk }
    },
    volumeMounts: mounts(input),
    securityContext: SECURITY[place.kind],
    // Where the build leaves no word of its own, the log's end is its last one.
    terminationMessagePolicy: 'FallbackToLogsOnError'
  };
}

/** A client of a daemon that is elsewhere does little itself. */
function resourcesOf({ kind, resources }: BuilderPlace): BuilderPlace['resources'] {
  return kind === 'buildkitd'
    ? { cpu: '100m', memory: '256Mi', disk: '2Gi' }
    : resources;
}

function environment(input: BuildInput): readonly Readonly<Record<string, unknown>>[] {
  const { place, context } = input;
  const { address, tlsSecret } = place;
  const values = {
    HOME: WORK_FOLDER,
    DOCKER_CONFIG: LOGIN_FOLDER,
    ...(place.kind === 'buildkit' ? { BUILDKIT_HOST: SOCKET } : {}),
    ...some('BUILDKIT_HOST', address),
    ...(tlsSecret === undefined ? {} : { JKF_TLS: TLS_FOLDER })
  };
  const isAddressed = place.kind === 'kaniko' && context.kind === 'url';
  const from = { secretKeyRef: { name: input.name, key: ADDRESS_KEY } };
  return [
    ...Object.entries(values).map(([name, value]) => ({ name, value })),
    ...(isAddressed ? [{ name: 'JKF_CONTEXT', valueFrom: from }] : [])
  ];
}

const mount = (name: string, mountPath: string): Readonly<Record<string, unknown>> => ({
  name,
  mountPath,
  readOnly: true
});

function mounts(input: BuildInput): readonly Readonly<Record<string, unknown>>[] {
  const { place, context } = input;
  return [
    mount('settings', SETTINGS_FOLDER),
    { name: 'work', mountPath: WORK_FOLDER },
    ...(loginSecret(input) === undefined ? [] : [mount('login', LOGIN_FOLDER)]),
    ...(context.kind === 'url' ? [mount('secret', SECRET_FOLDER)] : []),
    ...(place.tlsSecret === undefined ? [] : [mount('tls', TLS_FOLDER)]),
    ...(place.kind === 'buildkit' ? [{ name: 'store', mountPath: STORE_FOLDER }] : [])
  ];
}

/** Readable by the group that a pod without root has. */
const PRIVATE = 0o440;

function volumes(input: BuildInput): readonly Readonly<Record<string, unknown>>[] {
  const { name, place, context } = input;
  const { disk } = place.resources;
  const login = loginSecret(input);
  const of = (
    volume: string,
    secretName: string,
    items?: readonly Readonly<Record<string, string>>[]
  ): Readonly<Record<string, unknown>> => ({
    name: volume,
    secret: { secretName, defaultMode: PRIVATE, ...some('items', items) }
  });
  return [
    { name: 'settings', configMap: { name } },
    { name: 'work', emptyDir: { sizeLimit: disk } },
    ...(login ? [of('login', login.name, [{ key: login.key, path: LOGIN_KEY }])] : []),
    ...(context.kind === 'url'
      ? [of('secret', name, [{ key: ADDRESS_KEY, path: ADDRESS_KEY }])]
      : []),
    ...(place.tlsSecret === undefined ? [] : [of('tls', place.tlsSecret)]),
    ...(place.kind === 'buildkit'
      ? [{ name: 'store', emptyDir: { sizeLimit: disk } }]
      : [])
  ];
}

/** Where the file of logins is; undefined: everybody may push. */
function loginSecret({
  name,
  place: { pushSecret },
  logins
}: BuildInput): { readonly name: string; readonly key: string } | undefined {
  if (pushSecret !== undefined) return { name: pushSecret, key: '.dockerconfigjson' };
  return logins === undefined ? undefined : { name, key: LOGIN_KEY };
}

function settings(input: BuildInput): KubernetesObject {
  const { context, plainHttp } = input;
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: metadataOf(input),
    data: { [DAEMON_KEY]: daemonSettings(plainHttp) },
    ...(context.kind === 'inline'
      ? { binaryData: { [CONTEXT_KEY]: base64(context.archive) } }
      : {})
  };
}

/** Of `buildkitd.toml`; JSON's strings are also TOML's. */
function daemonSettings(plainHttp: readonly string[]): string {
  return plainHttp
    .map(host => `[registry.${JSON.stringify(host)}]\n  http = true\n`)
    .join('\n');
}

function secrets(input: BuildInput): readonly KubernetesObject[] {
  const { context, logins, place } = input;
  const data = {
    ...(context.kind === 'url' ? { [ADDRESS_KEY]: base64(utf8(context.url)) } : {}),
    ...(logins === undefined || place.pushSecret !== undefined
      ? {}
      : { [LOGIN_KEY]: base64(utf8(logins)) })
  };
  return Object.keys(data).length === 0
    ? []
    : [{ apiVersion: 'v1', kind: 'Secret', metadata: metadataOf(input), data }];
}
