/** The options of `jkf run` that say what was chosen about a cluster. */
import {
  CLUSTER_OPTIONS as OPTION,
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
  type BuildSettings,
  type PackageSettings,
  type Settings
} from '@jupyterlab-kubeflow/protocol';

type Cluster = NonNullable<Settings['cluster']>;

const TIME = timeText('1d', 0);

/** Words of a field; a test lets `jkf` read them back. */
const WORDS: {
  readonly [F in keyof Cluster]-?: (value: NonNullable<Cluster[F]>) => string[];
} = {
  kind: value => [OPTION.kind, value],
  cpu: value => [OPTION.cpu, CORES.write(value)],
  memoryBytes: value => [OPTION.memory, SIZE.write(value)],
  shmBytes: value => [OPTION.shm, SIZE.write(value)],
  gpu: ({ type, ...gpu }) => [
    ...[OPTION.gpus, GPUS.write(gpu)],
    ...(type ? [OPTION.gpuType, GPU_TYPE.write(type)] : [])
  ],
  nprocPerNode: value => [OPTION.procsPerPod, PROCESSES.write(value)],
  runtime: value => [OPTION.runtime, RUNTIME.write(value)],
  queue: value => [OPTION.queue, value],
  serviceAccount: value => [OPTION.serviceAccount, value],
  priorityClass: value => [OPTION.priorityClass, value],
  deadlineSeconds: value => [OPTION.deadline, TIME.write(value)],
  retries: value => [OPTION.retries, String(value)],
  ttlSeconds: value => [OPTION.ttl, TIME.write(value)],
  elastic: value => [OPTION.elastic, ELASTIC.write(value)],
  cleanPodPolicy: value => [OPTION.cleanPods, value],
  successPolicy: value => [OPTION.success, value],
  suspend: value => (value ? [OPTION.suspend] : []),
  env: values =>
    values.flatMap(one =>
      one.from === 'value'
        ? ['--env', `${one.name}=${one.value}`]
        : [OPTION.envFrom, ENV_SOURCE.write(one)]
    ),
  volumes: values =>
    values.flatMap(mount =>
      mount.kind === 'new'
        ? [OPTION.newVolume, NEW_VOLUME.write(mount)]
        : [OPTION.volume, VOLUME.write(mount)]
    ),
  tolerations: values =>
    values.flatMap(one => [OPTION.toleration, TOLERATION.write(one)]),
  imagePullSecrets: names => names.flatMap(name => [OPTION.pullSecret, name]),
  nodeSelector: pairs => pairWords(OPTION.nodeSelector, pairs),
  labels: pairs => pairWords(OPTION.label, pairs),
  annotations: pairs => pairWords(OPTION.annotation, pairs)
};

function pairWords(option: string, pairs: Readonly<Record<string, string>>): string[] {
  return Object.entries(pairs).flatMap(([name, value]) => [option, `${name}=${value}`]);
}

/** Nothing for a run on this computer: it has none of these options. */
export function clusterWords({
  target,
  image,
  delivery,
  packages,
  build,
  patch,
  cluster = {}
}: Settings): string[] {
  if (target?.kind !== 'cluster') return [];
  const words = Object.entries(WORDS) as [
    keyof Cluster,
    (value: unknown) => string[]
  ][];
  return [
    ...[OPTION.target, `${target.context}/${target.namespace}`],
    ...(image === undefined ? [] : [OPTION.image, image]),
    ...(delivery === undefined ? [] : [OPTION.delivery, delivery]),
    ...packageWords(packages),
    ...buildWords(build),
    ...(patch === undefined ? [] : [OPTION.patch, JSON.stringify(patch)]),
    ...words.flatMap(([field, write]) =>
      cluster[field] === undefined ? [] : write(cluster[field])
    )
  ];
}

function packageWords({
  kind,
  keep = [],
  without = []
}: PackageSettings = {}): string[] {
  return [
    ...(kind === undefined ? [] : [OPTION.packages, kind]),
    ...keep.flatMap(name => [OPTION.keepPackage, name]),
    ...without.flatMap(name => [OPTION.withoutPackage, name])
  ];
}

function buildWords({
  kind,
  by,
  dockerfile,
  apt = [],
  without = [],
  conda = [],
  source = []
}: BuildSettings = {}): string[] {
  return [
    ...(kind === undefined ? [] : [OPTION.build, kind]),
    ...(by === undefined ? [] : [OPTION.builtBy, by]),
    ...(dockerfile === undefined ? [] : [OPTION.dockerfile, dockerfile]),
    ...apt.flatMap(name => [OPTION.apt, name]),
    ...without.flatMap(name => [OPTION.withoutApt, name]),
    ...conda.flatMap(name => [OPTION.conda, name]),
    ...source.flatMap(name => [OPTION.compile, name])
  ];
}
