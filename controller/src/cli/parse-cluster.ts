/** Reads the text of options about clusters into values. */
import type { ClusterWorkload, Settings } from '@jupyterlab-kubeflow/protocol';
import { parseBytes, parseCount, refuse } from './parse.js';

type Chosen = Required<NonNullable<Settings['cluster']>>;
type Volume = ClusterWorkload['volumes'][number];

/** `2`, `0.5` or `500m`. */
export function parseCores(option: string, text: string): number {
  const match = /^(\d+(?:\.\d+)?)(m?)$/.exec(text.trim());
  const cores = Number(match?.[1] ?? 0) / (match?.[2] === 'm' ? 1000 : 1);
  if (cores > 0) return cores;
  return refuse(option, text, 'it takes cores such as 2, 0.5 or 500m');
}

const USUAL_GPU = 'nvidia.com/gpu';

/** `1` or `2:amd.com/gpu`. @param type - `label=value` */
export function parseGpus(text: string, type: string | undefined): Chosen['gpu'] {
  const [count = '', ...rest] = text.split(':');
  const resource = rest.join(':') || USUAL_GPU;
  const gpu = { count: parseCount('--gpus', count), resource };
  if (type === undefined) return gpu;
  const [label = '', ...value] = type.split('=');
  if (label === '' || value.length === 0) {
    return refuse('--gpu-type', type, 'it takes label=value');
  }
  return { ...gpu, type: { label, value: value.join('=') } };
}

/** A number, or `auto`. */
export function parseProcesses(text: string): Chosen['nprocPerNode'] {
  return text === 'auto' ? text : parseCount('--procs-per-pod', text);
}

/** `1-4` or `1-4:3`. */
export function parseElastic(text: string): Chosen['elastic'] {
  const match = /^(\d+)-(\d+)(?::(\d+))?$/.exec(text.trim());
  const [least = '', most = '', restarts] = match?.slice(1) ?? [];
  if (!match) return refuse('--elastic', text, 'it takes a range such as 1-4 or 1-4:3');
  return {
    minReplicas: parseCount('--elastic', least),
    maxReplicas: parseCount('--elastic', most),
    ...(restarts === undefined
      ? {}
      : { maxRestarts: parseCount('--elastic', restarts, 0) })
  };
}

/** `NAME` of the whole cluster's, `namespace/NAME` of the namespace's. */
export function parseRuntime(text: string): Chosen['runtime'] {
  const own = text.startsWith('namespace/');
  const name = own ? text.slice('namespace/'.length) : text;
  if (name === '' || name.includes('/')) {
    return refuse('--runtime', text, 'it takes NAME or namespace/NAME');
  }
  return { name, kind: own ? 'TrainingRuntime' : 'ClusterTrainingRuntime' };
}

/** `NAME=secret/OBJECT/KEY`. */
export function parseEnvSource(text: string): Chosen['env'][number] {
  const match = /^([^=]+)=(secret|configmap)\/([^/]+)\/(.+)$/.exec(text);
  const [name = '', from, object = '', key = ''] = match?.slice(1) ?? [];
  if (from === 'secret' || from === 'configmap') return { from, name, object, key };
  return refuse(
    '--env-from',
    // What stands there by mistake may be the secret itself.
    text.split('=')[0] ?? '',
    'it takes NAME=secret/OBJECT/KEY or NAME=configmap/OBJECT/KEY'
  );
}

const EFFECTS = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'] as const;

/** `key`, `key=value`, `key=value:NoSchedule`; `*` bears every taint. */
export function parseToleration(text: string): Chosen['tolerations'][number] {
  const colon = text.lastIndexOf(':');
  const named = colon < 0 ? undefined : text.slice(colon + 1);
  const effect = EFFECTS.find(one => one === named);
  const [key = '', ...value] = (colon < 0 ? text : text.slice(0, colon)).split('=');
  if (key === '' || (named !== undefined && effect === undefined)) {
    const effects = EFFECTS.join(', ');
    return refuse(
      '--toleration',
      text,
      `it takes key, key=value or key=value:EFFECT; the effects are ${effects}`
    );
  }
  return {
    ...(key === '*' ? {} : { key }),
    ...(value.length > 0
      ? { operator: 'Equal', value: value.join('=') }
      : { operator: 'Exists' }),
    ...(effect ? { effect } : {})
  };
}

/** `claim[/folder]:/path[:ro]`. */
export function parseVolume(text: string): Volume {
  const match = /^([^/:]+)(?:\/([^:]+))?:(\/[^:]*)(:ro)?$/.exec(text);
  const [claim = '', subPath, path = '', readOnly] = match?.slice(1) ?? [];
  if (!match) return refuse('--volume', text, 'it takes claim:/path or claim:/path:ro');
  return {
    kind: 'existing',
    claim,
    path,
    ...(subPath === undefined ? {} : { subPath }),
    ...(readOnly === undefined ? {} : { readOnly: true })
  };
}

/** `claim[/folder]:/path:size[:class]`. */
export function parseNewVolume(text: string): Volume {
  const match = /^([^/:]+)(?:\/([^:]+))?:(\/[^:]*):([^:]+)(?::([^:]+))?$/.exec(text);
  const [claim = '', subPath, path = '', size = '', storageClass] =
    match?.slice(1) ?? [];
  if (!match) {
    const example = 'it takes claim:/path:size, e.g. data:/data:10GiB';
    return refuse('--new-volume', text, example);
  }
  return {
    kind: 'new',
    claim,
    path,
    ...(subPath === undefined ? {} : { subPath }),
    sizeBytes: parseBytes('--new-volume', size),
    ...(storageClass === undefined ? {} : { storageClass })
  };
}
