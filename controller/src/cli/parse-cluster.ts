/** Reads the text of options about clusters into values. */
import {
  CORES,
  ELASTIC,
  ENV_SOURCE,
  GPU_TYPE,
  GPUS,
  ManifestPatch,
  NEW_VOLUME,
  PROCESSES,
  RUNTIME,
  SIZE_OR_NONE,
  timeText,
  TOLERATION,
  VOLUME,
  type ClusterWorkload,
  type Settings,
  type ValueText
} from '@jupyterlab-kubeflow/protocol';
import { refuse } from './parse.js';

type Chosen = Required<NonNullable<Settings['cluster']>>;
type Volume = ClusterWorkload['volumes'][number];

/** Refuses with what it takes. */
function parser<T>(
  option: string,
  { read }: ValueText<T>,
  takes: string
): (text: string) => T {
  return text => read(text) ?? refuse(option, text, takes);
}

/** `2`, `0.5` or `500m`. */
export const parseCores = parser(
  '--cpu',
  CORES,
  'it takes cores such as 2, 0.5 or 500m'
);

/** As `--memory`, and 0. */
export const parseShm = parser(
  '--shm',
  SIZE_OR_NONE,
  'it takes a size such as 500MiB or 10GiB'
);

const TIME = 'it takes a time such as 90s, 10m, 2h or 30d';

/** Seconds. */
export const parseDeadline = parser('--deadline', timeText('12h', 1), TIME);
export const parseTtl = parser('--ttl', timeText('1d', 0), TIME);

const parseGpuCount = parser(
  '--gpus',
  GPUS,
  'it takes a whole number from 1, or 1:amd.com/gpu'
);
const parseGpuType = parser('--gpu-type', GPU_TYPE, 'it takes label=value');

/** `1` or `2:amd.com/gpu`. @param type - `label=value` */
export function parseGpus(text: string, type: string | undefined): Chosen['gpu'] {
  const gpu = parseGpuCount(text);
  return type === undefined ? gpu : { ...gpu, type: parseGpuType(type) };
}

/** A number, or `auto`. */
export const parseProcesses = parser(
  '--procs-per-pod',
  PROCESSES,
  'it takes a whole number from 1'
);

/** `1-4` or `1-4:3`. */
export const parseElastic = parser(
  '--elastic',
  ELASTIC,
  'it takes a range such as 1-4 or 1-4:3'
);

/** `NAME` of the whole cluster's, `namespace/NAME` of the namespace's. */
export const parseRuntime = parser(
  '--runtime',
  RUNTIME,
  'it takes NAME or namespace/NAME'
);

/** `NAME=secret/OBJECT/KEY`. */
export function parseEnvSource(text: string): Chosen['env'][number] {
  const source = ENV_SOURCE.read(text);
  if (source) return source;
  return refuse(
    '--env-from',
    // What stands there by mistake may be the secret itself.
    text.split('=')[0] ?? '',
    'it takes NAME=secret/OBJECT/KEY or NAME=configmap/OBJECT/KEY'
  );
}

/** `key`, `key=value`, `key=value:NoSchedule`; `*` bears every taint. */
export const parseToleration = parser(
  '--toleration',
  TOLERATION,
  'it takes key, key=value or key=value:EFFECT; the effects are NoSchedule, PreferNoSchedule, NoExecute'
);

/** A JSON Patch: `[{"op":"replace","path":"/spec/…","value":…}]`. */
export function parsePatch(text: string): ManifestPatch {
  const takes =
    'it takes a JSON Patch (RFC 6902): a list of add, replace, remove, test';
  try {
    const parsed = ManifestPatch.safeParse(JSON.parse(text));
    if (parsed.success) return parsed.data;
  } catch {
    // Said below, as for everything else that is no patch.
  }
  // What stands there may have a secret in it.
  return refuse('--patch', '…', takes);
}

/** `claim[/folder]:/path[:ro]`. */
export const parseVolume: (text: string) => Volume = parser(
  '--volume',
  VOLUME,
  'it takes claim:/path or claim:/path:ro'
);

/** `claim[/folder]:/path:size[:class]`. */
export const parseNewVolume: (text: string) => Volume = parser(
  '--new-volume',
  NEW_VOLUME,
  'it takes claim:/path:size, e.g. data:/data:10GiB'
);
