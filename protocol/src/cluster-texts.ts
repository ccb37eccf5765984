/**
 * Values of a workload as people write them, both ways: options of `jkf`, fields of the
 * form, and the command that repeats what the form says.
 */
import type {
  ClusterEnv,
  Elastic,
  Gpu,
  ProcessesPerNode,
  Toleration,
  TrainingRuntime,
  VolumeMount
} from './cluster-workload.js';
import { wholeText, type ValueText } from './amount-texts.js';
import { exactBytes, readBytes } from './quantity.js';

/** The resource that GPUs are counted as unless another is named. */
export const USUAL_GPU = 'nvidia.com/gpu';

/** GPUs without their type: `1` or `2:amd.com/gpu`. */
export const GPUS: ValueText<Omit<Gpu, 'type'>> = {
  example: '1',
  write: ({ count, resource }) =>
    resource === USUAL_GPU ? String(count) : `${String(count)}:${resource}`,
  read: text => {
    const [, count, resource = USUAL_GPU] =
      /^0*([1-9]\d{0,8})(?::(\S+))?$/.exec(text.trim()) ?? [];
    return count === undefined ? undefined : { count: Number(count), resource };
  }
};

/** The type of GPUs: `label=value` of their nodes. */
export const GPU_TYPE: ValueText<NonNullable<Gpu['type']>> = {
  example: 'nvidia.com/gpu.product=A100',
  write: ({ label, value }) => `${label}=${value}`,
  read: text => {
    const [, label, value] = /^([^=\s]+)=(.*)$/s.exec(text) ?? [];
    return label === undefined || value === undefined ? undefined : { label, value };
  }
};

/** Processes of a pod: a number, or `auto`. */
export const PROCESSES: ValueText<ProcessesPerNode> = {
  example: '2',
  write: String,
  read: text => (text === 'auto' ? text : wholeText('2', 1).read(text))
};

/** `1-4` or `1-4:3`. */
export const ELASTIC: ValueText<Elastic> = {
  example: '1-4',
  write: ({ minReplicas, maxReplicas, maxRestarts }) => {
    const range = `${String(minReplicas)}-${String(maxReplicas)}`;
    return maxRestarts === undefined ? range : `${range}:${String(maxRestarts)}`;
  },
  read: text => {
    const parts = /^(\d{1,9})-(\d{1,9})(?::(\d{1,9}))?$/.exec(text.trim());
    const [least, most] = [Number(parts?.[1]), Number(parts?.[2])];
    if (!parts || least < 1 || most < least) return undefined;
    const range = { minReplicas: least, maxReplicas: most };
    return parts[3] === undefined ? range : { ...range, maxRestarts: Number(parts[3]) };
  }
};

const OWN = 'namespace/';

/** `NAME` of the whole cluster's, `namespace/NAME` of the namespace's. */
export const RUNTIME: ValueText<TrainingRuntime> = {
  example: 'torch-distributed',
  write: ({ name, kind }) => (kind === 'TrainingRuntime' ? `${OWN}${name}` : name),
  read: text => {
    const own = text.startsWith(OWN);
    const name = own ? text.slice(OWN.length) : text;
    if (!/^[^\s/]+$/.test(name)) return undefined;
    return { name, kind: own ? 'TrainingRuntime' : 'ClusterTrainingRuntime' };
  }
};

type EnvSource = Exclude<ClusterEnv, { from: 'value' }>;

/** `NAME=secret/OBJECT/KEY`, `NAME=configmap/OBJECT/KEY`. */
export const ENV_SOURCE: ValueText<EnvSource> = {
  example: 'TOKEN=secret/OBJECT/KEY',
  write: ({ name, from, object, key }) => `${name}=${from}/${object}/${key}`,
  read: text => {
    const [, name = '', from, object = '', key = ''] =
      /^([^=\s]+)=(secret|configmap)\/([^/]+)\/(.+)$/s.exec(text) ?? [];
    return from === 'secret' || from === 'configmap'
      ? { from, name, object, key }
      : undefined;
  }
};

/** Stands before a value that would be read as something else. */
const VALUE = 'value/';

/** Beginnings that say where a value comes from. */
const FROM = /^(?:secret|configmap|value)\//;

/** The same, and `NAME=VALUE`; `NAME=value/secret/…` for a value that looks like a source. */
export const ENV: ValueText<ClusterEnv> = {
  example: ENV_SOURCE.example,
  write: env => {
    if (env.from !== 'value') return ENV_SOURCE.write(env);
    return `${env.name}=${FROM.test(env.value) ? VALUE : ''}${env.value}`;
  },
  read: text => {
    const source = ENV_SOURCE.read(text);
    if (source) return source;
    const [, name, value] = /^([A-Za-z_][\w.-]*)=(.*)$/s.exec(text) ?? [];
    if (name === undefined || value === undefined) return undefined;
    if (value.startsWith(VALUE))
      return { from: 'value', name, value: value.slice(VALUE.length) };
    // Half of a source is a slip, not a value.
    return FROM.test(value) ? undefined : { from: 'value', name, value };
  }
};

/** Every taint. */
const ANY = '*';

/**
 * As kubectl writes taints: `key`, `key=value`, `key=value:NoSchedule`; `*` for every
 * key; with seconds behind it, for so long: `key:NoExecute:300`.
 */
export const TOLERATION: ValueText<Toleration> = {
  example: 'dedicated=gpu:NoSchedule',
  write: ({ key = ANY, operator, value, effect, tolerationSeconds }) =>
    [
      operator === 'Exists' ? key : `${key}=${value ?? ''}`,
      ...(effect ? [effect] : []),
      ...(tolerationSeconds === undefined ? [] : [String(tolerationSeconds)])
    ].join(':'),
  read: text => {
    const [, key = '', value, effect, seconds] =
      /^([^=:\s]+)(?:=([^:\s]*))?(?::(NoSchedule|PreferNoSchedule|NoExecute))?(?::(\d{1,9}))?$/.exec(
        text
      ) ?? [];
    // Without a key only `Exists` is valid.
    if (key === '' || (key === ANY && value !== undefined)) return undefined;
    return {
      ...(key === ANY ? {} : { key }),
      ...(value === undefined ? { operator: 'Exists' } : { operator: 'Equal', value }),
      ...(effect ? { effect: effect as NonNullable<Toleration['effect']> } : {}),
      ...(seconds === undefined ? {} : { tolerationSeconds: Number(seconds) })
    };
  }
};

type Existing = Extract<VolumeMount, { kind: 'existing' }>;
type New = Extract<VolumeMount, { kind: 'new' }>;

const place = ({ claim, subPath, path }: VolumeMount): string =>
  `${subPath === undefined ? claim : `${claim}/${subPath}`}:${path}`;

const CLAIM = String.raw`([^/:\s]+)(?:\/([^:]+))?:(\/[^:]*)`;

/** `claim:/path`, `claim/folder:/path`, `claim:/path:ro`. */
export const VOLUME: ValueText<Existing> = {
  example: 'data:/data',
  write: mount => `${place(mount)}${mount.readOnly ? ':ro' : ''}`,
  read: text => {
    const match = new RegExp(`^${CLAIM}(:ro)?$`).exec(text);
    const [, claim = '', subPath, path = '', readOnly] = match ?? [];
    if (!match) return undefined;
    return { kind: 'existing', ...mountOf(claim, subPath, path, readOnly) };
  }
};

const MODES = { RWO: 'ReadWriteOnce', RWX: 'ReadWriteMany' } as const;
type Mode = keyof typeof MODES;

/** `claim:/path:size`, and behind it a storage class, `RWO` or `RWX`, and `ro`. */
export const NEW_VOLUME: ValueText<New> = {
  example: 'scratch:/scratch:10GiB',
  write: mount => {
    const { sizeBytes, storageClass, accessMode, readOnly } = mount;
    const mode = (Object.keys(MODES) as Mode[]).find(key => MODES[key] === accessMode);
    const more = [...(mode ? [mode] : []), ...(readOnly ? ['ro'] : [])];
    const middle = storageClass ?? (more.length > 0 ? '' : undefined);
    const parts = [place(mount), exactBytes(sizeBytes), middle, ...more];
    return parts.filter(part => part !== undefined).join(':');
  },
  read: text => {
    const match = new RegExp(
      `^${CLAIM}:([^:]+)(?::([^:\\s]*))?(?::(RWO|RWX))?(:ro)?$`
    ).exec(text);
    const [, claim = '', subPath, path = '', size = '', storageClass, mode, readOnly] =
      match ?? [];
    const sizeBytes = readBytes(size);
    if (sizeBytes === undefined) return undefined;
    return {
      kind: 'new',
      ...mountOf(claim, subPath, path, readOnly),
      sizeBytes,
      ...(storageClass ? { storageClass } : {}),
      ...(mode ? { accessMode: MODES[mode as Mode] } : {})
    };
  }
};

function mountOf(
  claim: string,
  subPath: string | undefined,
  path: string,
  readOnly: string | undefined
): Omit<Existing, 'kind'> {
  return {
    claim,
    path,
    ...(subPath === undefined ? {} : { subPath }),
    ...(readOnly === undefined ? {} : { readOnly: true })
  };
}

/** Of both kinds. */
export const ANY_VOLUME: ValueText<VolumeMount> = {
  example: VOLUME.example,
  write: mount =>
    mount.kind === 'new' ? NEW_VOLUME.write(mount) : VOLUME.write(mount),
  read: text => VOLUME.read(text) ?? NEW_VOLUME.read(text)
};

/** `name=value`, of which the value may be anything. */
export const PAIR: ValueText<readonly [name: string, value: string]> = {
  example: 'team=vision',
  write: ([name, value]) => `${name}=${value}`,
  read: text => {
    const [, name, value] = /^\s*([^=\s]+)\s*=(.*)$/s.exec(text) ?? [];
    return name === undefined || value === undefined ? undefined : [name, value];
  }
};
