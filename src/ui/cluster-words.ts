/** The options of `jkf run` that say what was chosen about a cluster. */
import {
  CORES,
  ELASTIC,
  ENV_SOURCE,
  GPU_TYPE,
  GPUS,
  NEW_VOLUME,
  PROCESSES,
  RUNTIME,
  SIZE,
  timeText,
  TOLERATION,
  VOLUME,
  type Settings
} from '@jupyterlab-kubeflow/protocol';

type Cluster = NonNullable<Settings['cluster']>;

const TIME = timeText('1d', 0);

/** Words of a field. Options are those of `jkf run --help`; a test reads them back. */
const WORDS: {
  readonly [F in keyof Cluster]-?: (value: NonNullable<Cluster[F]>) => string[];
} = {
  kind: value => ['--kind', value],
  cpu: value => ['--cpu', CORES.write(value)],
  memoryBytes: value => ['--memory', SIZE.write(value)],
  shmBytes: value => ['--shm', SIZE.write(value)],
  gpu: ({ type, ...gpu }) => [
    ...['--gpus', GPUS.write(gpu)],
    ...(type ? ['--gpu-type', GPU_TYPE.write(type)] : [])
  ],
  nprocPerNode: value => ['--procs-per-pod', PROCESSES.write(value)],
  runtime: value => ['--runtime', RUNTIME.write(value)],
  queue: value => ['--queue', value],
  serviceAccount: value => ['--service-account', value],
  priorityClass: value => ['--priority-class', value],
  deadlineSeconds: value => ['--deadline', TIME.write(value)],
  retries: value => ['--retries', String(value)],
  ttlSeconds: value => ['--ttl', TIME.write(value)],
  elastic: value => ['--elastic', ELASTIC.write(value)],
  cleanPodPolicy: value => ['--clean-pods', value],
  successPolicy: value => ['--success', value],
  suspend: value => (value ? ['--suspend'] : []),
  env: values =>
    values.flatMap(one =>
      one.from === 'value'
        ? ['--env', `${one.name}=${one.value}`]
        : ['--env-from', ENV_SOURCE.write(one)]
    ),
  volumes: values =>
    values.flatMap(mount =>
      mount.kind === 'new'
        ? ['--new-volume', NEW_VOLUME.write(mount)]
        : ['--volume', VOLUME.write(mount)]
    ),
  tolerations: values => values.flatMap(one => ['--toleration', TOLERATION.write(one)]),
  imagePullSecrets: names => names.flatMap(name => ['--pull-secret', name]),
  nodeSelector: pairs => pairWords('--node-selector', pairs),
  labels: pairs => pairWords('--label', pairs),
  annotations: pairs => pairWords('--annotation', pairs)
};

function pairWords(option: string, pairs: Readonly<Record<string, string>>): string[] {
  return Object.entries(pairs).flatMap(([name, value]) => [option, `${name}=${value}`]);
}

/** Nothing for a run on this computer: it has none of these options. */
export function clusterWords({
  target,
  image,
  delivery,
  cluster = {}
}: Settings): string[] {
  if (target?.kind !== 'cluster') return [];
  const words = Object.entries(WORDS) as [
    keyof Cluster,
    (value: unknown) => string[]
  ][];
  return [
    ...['--target', `${target.context}/${target.namespace}`],
    ...(image === undefined ? [] : ['--image', image]),
    ...(delivery === undefined ? [] : ['--delivery', delivery]),
    ...words.flatMap(([field, write]) =>
      cluster[field] === undefined ? [] : write(cluster[field])
    )
  ];
}
