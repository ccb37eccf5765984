/** Fields of a cluster workload as one line of text, both ways. */
import {
  bytesText,
  readBytes,
  type ClusterEnv,
  type ClusterWorkload,
  type Toleration,
  type VolumeMount
} from '@jupyterlab-kubeflow/protocol';

export interface FieldText<T> {
  /** How it is written. */
  readonly example: string;
  readonly write: (value: T) => string;
  /** `undefined` for text that cannot be read. */
  readonly read: (text: string) => T | undefined;
}

type Fields = Omit<
  Required<ClusterWorkload>,
  'kind' | 'replicas' | 'cpu' | 'memoryBytes' | 'gpu' | 'suspend'
>;

const word = (example: string): FieldText<string> => ({
  example,
  write: value => value,
  read: text => (/^\S+$/.test(text) ? text : undefined)
});

const whole = (example: string): FieldText<number> => ({
  example,
  write: String,
  read: text => (/^\d+$/.test(text) ? Number(text) : undefined)
});

function oneOf<T extends string>(...values: readonly T[]): FieldText<T> {
  return {
    example: values.join(' | '),
    write: value => value,
    read: text => values.find(value => value === text)
  };
}

/** Words of a list, apart by commas or blanks; `undefined` when one cannot be read. */
function list<T>(
  example: string,
  write: (value: T) => string,
  read: (text: string) => T | undefined
): FieldText<T[]> {
  return {
    example,
    write: values => values.map(write).join(', '),
    read: text => {
      const read1 = text
        .split(/[,\s]+/)
        .filter(Boolean)
        .map(read);
      return read1.every(value => value !== undefined) ? read1 : undefined;
    }
  };
}

function pairs(example: string): FieldText<Record<string, string>> {
  const entries = list<readonly [string, string]>(
    example,
    ([name, value]) => `${name}=${value}`,
    text => {
      const [, name = '', value] = /^([^=]+)=(.*)$/.exec(text) ?? [];
      return value === undefined ? undefined : [name, value];
    }
  );
  return {
    example,
    write: value => entries.write(Object.entries(value).map(([k, v]) => [k, v])),
    read: text => {
      const found = entries.read(text);
      return found && Object.fromEntries(found);
    }
  };
}

/** `NAME=secret/OBJECT/KEY`, `NAME=configmap/OBJECT/KEY`, `NAME=VALUE`. */
function readEnv(text: string): ClusterEnv | undefined {
  const [, name = '', source = ''] = /^([A-Za-z_]\w*)=(.*)$/.exec(text) ?? [];
  if (name === '') return undefined;
  const [, from, object, key] =
    /^(secret|configmap)\/([^/]+)\/(.+)$/.exec(source) ?? [];
  return from && object && key
    ? { from: from as 'secret' | 'configmap', name, object, key }
    : { from: 'value', name, value: source };
}

const writeEnv = (env: ClusterEnv): string =>
  env.from === 'value'
    ? `${env.name}=${env.value}`
    : `${env.name}=${env.from}/${env.object}/${env.key}`;

/** `CLAIM:/PATH[:ro]`; with a size, `CLAIM:/PATH:10GiB`, the claim is a new one. */
function readVolume(text: string): VolumeMount | undefined {
  const [claim = '', path = '', more, ...rest] = text.split(':');
  if (claim === '' || !path.startsWith('/') || rest.length > 0) return undefined;
  if (more === undefined) return { kind: 'existing', claim, path };
  if (more === 'ro') return { kind: 'existing', claim, path, readOnly: true };
  const sizeBytes = readBytes(more);
  return sizeBytes ? { kind: 'new', claim, path, sizeBytes } : undefined;
}

function writeVolume(mount: VolumeMount): string {
  const { claim, path, readOnly } = mount;
  const size =
    mount.kind === 'new' ? bytesText(mount.sizeBytes).replace(' ', '') : undefined;
  return [claim, path, size ?? (readOnly ? 'ro' : undefined)].filter(Boolean).join(':');
}

/** As kubectl writes taints: `KEY[=VALUE]:EFFECT`. */
function readToleration(text: string): Toleration | undefined {
  const [, key = '', value, effect] =
    /^([^=:]+)(?:=([^:]*))?(?::(NoSchedule|PreferNoSchedule|NoExecute))?$/.exec(text) ??
    [];
  if (key === '') return undefined;
  return {
    key,
    ...(value === undefined ? { operator: 'Exists' } : { operator: 'Equal', value }),
    ...(effect ? { effect: effect as NonNullable<Toleration['effect']> } : {})
  };
}

function writeToleration({ key = '', value, effect }: Toleration): string {
  return `${key}${value === undefined ? '' : `=${value}`}${effect ? `:${effect}` : ''}`;
}

/** Each field of the form that is one line of text. */
export const FIELD_TEXTS: { readonly [F in keyof Fields]: FieldText<Fields[F]> } = {
  runtime: {
    example: 'torch-distributed',
    write: ({ name }) => name,
    read: text =>
      /^\S+$/.test(text) ? { name: text, kind: 'ClusterTrainingRuntime' } : undefined
  },
  nprocPerNode: {
    example: '1 | auto',
    write: String,
    read: text =>
      text === 'auto' ? text : /^[1-9]\d*$/.test(text) ? Number(text) : undefined
  },
  shmBytes: {
    example: '1GiB',
    write: value => bytesText(value).replace(' ', ''),
    read: readBytes
  },
  queue: word('team-queue'),
  env: list('TOKEN=secret/NAME/KEY', writeEnv, readEnv),
  volumes: list('data:/data', writeVolume, readVolume),
  nodeSelector: pairs('disktype=ssd'),
  tolerations: list('dedicated=gpu:NoSchedule', writeToleration, readToleration),
  priorityClass: word('high'),
  serviceAccount: word('trainer'),
  imagePullSecrets: list(
    'regcred',
    value => value,
    text => text
  ),
  labels: pairs('team=vision'),
  annotations: pairs('note=first'),
  deadlineSeconds: whole('3600'),
  retries: whole('0'),
  ttlSeconds: whole('86400'),
  elastic: {
    example: '1-4',
    write: ({ minReplicas, maxReplicas }) =>
      `${String(minReplicas)}-${String(maxReplicas)}`,
    read: text => {
      const [, least, most] = /^([1-9]\d*)-([1-9]\d*)$/.exec(text) ?? [];
      return least && most
        ? { minReplicas: Number(least), maxReplicas: Number(most) }
        : undefined;
    }
  },
  cleanPodPolicy: oneOf('None', 'Running', 'All'),
  successPolicy: oneOf('leader', 'all-workers')
};
