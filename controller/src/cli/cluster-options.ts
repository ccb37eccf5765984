/** The options about a run on a cluster, shared by `plan` and `run`. */
import { Option, type Command } from 'commander';
import {
  DeliveryPlan,
  fail,
  WorkloadKind,
  type Settings
} from '@jupyterlab-kubeflow/protocol';
import { given, read, several } from './options.js';
import { BUILD_OPTIONS, buildOf, type BuildFlags } from './build-options.js';
import { packagesOf, PACKAGE_OPTIONS, type PackageFlags } from './package-options.js';
import { parseBytes, parseCount, parsePairs } from './parse.js';
import {
  parseCores,
  parseDeadline,
  parseElastic,
  parseEnvSource,
  parseGpus,
  parseNewVolume,
  parsePatch,
  parseProcesses,
  parseRuntime,
  parseShm,
  parseToleration,
  parseTtl,
  parseVolume
} from './parse-cluster.js';

/** What Commander gives for the options below. */
export interface ClusterFlags extends PackageFlags, BuildFlags {
  readonly target?: string;
  readonly image?: string;
  readonly delivery?: DeliveryPlan['kind'];
  readonly kind?: WorkloadKind;
  readonly cpu?: string;
  readonly memory?: string;
  readonly gpus?: string;
  readonly gpuType?: string;
  readonly shm?: string;
  readonly queue?: string;
  readonly deadline?: string;
  readonly retries?: string;
  readonly ttl?: string;
  readonly suspend?: boolean;
  readonly volume?: readonly string[];
  readonly newVolume?: readonly string[];
  readonly envFrom?: readonly string[];
  readonly nodeSelector?: readonly string[];
  readonly toleration?: readonly string[];
  readonly serviceAccount?: string;
  readonly pullSecret?: readonly string[];
  readonly priorityClass?: string;
  readonly label?: readonly string[];
  readonly annotation?: readonly string[];
  readonly runtime?: string;
  readonly elastic?: string;
  readonly procsPerPod?: string;
  readonly cleanPods?: 'None' | 'Running' | 'All';
  readonly success?: 'leader' | 'all-workers';
  readonly patch?: string;
  readonly manifest?: string;
}

type Described = readonly [flags: string, description: string];

/** Options that take one value, by the heading they are helped under. */
const SINGLE: Readonly<Record<string, readonly Described[]>> = {
  'Cluster:': [
    [
      '-t, --target <context[/namespace]>',
      'run on this cluster: a context of the kubeconfig, as jkf targets lists them (default: this computer)'
    ],
    [
      '--image <reference>',
      'image to run in (default: from the catalogue, by kernel and framework)'
    ],
    ['--queue <name>', 'LocalQueue of Kueue that the run waits in'],
    [
      '--runtime <name>',
      'ClusterTrainingRuntime of a TrainJob; namespace/NAME: a TrainingRuntime'
    ],
    [
      '--service-account <name>',
      'service account of the pods; without one they get no token'
    ],
    ['--priority-class <name>', 'priority class of the pods']
  ],
  'Resources of each pod:': [
    ['--cpu <cores>', 'cores, e.g. 2, 0.5 or 500m (default: 2)'],
    ['--memory <size>', 'memory (default: 4GiB)'],
    [
      '--gpus <n[:resource]>',
      'GPUs; resource: nvidia.com/gpu unless it is named, e.g. 1:amd.com/gpu'
    ],
    [
      '--gpu-type <label=value>',
      'label of the nodes with the wanted type, e.g. nvidia.com/gpu.product=A100'
    ],
    [
      '--shm <size>',
      'size of /dev/shm, besides --memory (default: 1GiB with torch, else 64MiB)'
    ],
    ['--procs-per-pod <n>', 'processes of a pod, started by torchrun; auto: one a GPU']
  ],
  'Life of the run:': [
    ['--deadline <time>', 'end it after this time, e.g. 90m or 12h'],
    ['--retries <n>', 'how often a failed pod is tried again (default: 0)'],
    [
      '--ttl <time>',
      'how long pods, logs and results stay after the end (default: 1d)'
    ],
    [
      '--elastic <min-max[:restarts]>',
      'workers of a PyTorchJob may come and go between these numbers'
    ]
  ]
};

/** Options that may be given several times. */
const SEVERAL: Readonly<Record<string, readonly Described[]>> = {
  'Cluster:': [
    [
      '--env-from <name=source/object/key>',
      'variable from the key of an object; source: secret or configmap'
    ],
    [
      '--volume <claim:/path>',
      'mount a PersistentVolumeClaim; claim:/path:ro only to read, claim/folder:/path a folder of it'
    ],
    [
      '--new-volume <claim:/path:size>',
      'make a PersistentVolumeClaim, which outlives the run, and mount it; claim:/path:size:class in a storage class'
    ],
    ['--node-selector <label=value>', 'only nodes with this label'],
    ['--toleration <key[=value][:effect]>', 'bear this taint of nodes'],
    ['--pull-secret <name>', 'Secret to pull the image with'],
    ['--label <name=value>', 'label of the workload and its pods'],
    ['--annotation <name=value>', 'annotation of the workload and its pods']
  ]
};

const KIND = new Option(
  '--kind <kind>',
  'object that runs it (default: by framework, as far as the cluster has it)'
).choices(WorkloadKind.options);

const DELIVERY = new Option(
  '--delivery <way>',
  'how the files get there: in a ConfigMap, in an image that is mounted, or as a layer of the image (default: the first that can be)'
).choices(DeliveryPlan.shape.kind.options);

const CLEAN_PODS = new Option(
  '--clean-pods <which>',
  'pods of an operator’s job that go at its end (default: Running)'
).choices(['None', 'Running', 'All']);

const SUCCESS = new Option(
  '--success <when>',
  'when a TFJob has succeeded (default: leader)'
).choices(['leader', 'all-workers']);

const PATCH = new Option(
  '--patch <json>',
  'change the manifest of the workload by this JSON Patch, as kubectl patch --type=json does'
);

const MANIFEST = new Option(
  '--manifest <file>',
  'make the workload as in this file: what jkf plan --manifests printed, edited'
).conflicts('patch');

const SUSPEND = new Option('--suspend', 'create it, but start nothing yet');

/** Adds the options about clusters to a command. */
export function addClusterOptions(command: Command): Command {
  const add = (heading: string, options: readonly Option[]): void => {
    for (const option of options) command.addOption(option.helpGroup(heading));
  };
  for (const [heading, rows] of Object.entries(SINGLE)) {
    add(
      heading,
      rows.map(row => new Option(...row))
    );
  }
  for (const [heading, rows] of Object.entries(SEVERAL)) {
    add(
      heading,
      rows.map(row => several(...row))
    );
  }
  add('Cluster:', [KIND, DELIVERY, PATCH, MANIFEST]);
  add('Packages of the image:', [...PACKAGE_OPTIONS, ...BUILD_OPTIONS]);
  add('Life of the run:', [CLEAN_PODS, SUCCESS, SUSPEND]);
  return command;
}

type ClusterPart = NonNullable<Settings['cluster']>;

/**
 * What the flags say about a cluster, but for the target. `option-missing` when there is
 * none: the choices would be lost without a word.
 */
export function clusterSettingsOf(
  flags: ClusterFlags
): Pick<Settings, 'cluster' | 'image' | 'delivery' | 'packages' | 'patch'> {
  const { image, delivery } = flags;
  const patch = read(flags.patch, parsePatch);
  const cluster = { ...podChoices(flags), ...runChoices(flags), ...listChoices(flags) };
  const chosen = {
    ...given({
      image,
      delivery,
      packages: packagesOf(flags),
      build: buildOf(flags),
      patch
    }),
    ...(Object.keys(cluster).length > 0 ? { cluster } : {})
  };
  const some = Object.keys(chosen).length > 0 || flags.manifest !== undefined;
  if (flags.target === undefined && some) {
    fail('option-missing', {
      option: '--target',
      why: 'only a cluster has these options'
    });
  }
  return chosen;
}

function podChoices(flags: ClusterFlags): ClusterPart {
  const { serviceAccount, priorityClass, gpuType } = flags;
  if (gpuType !== undefined && flags.gpus === undefined) {
    fail('option-missing', { option: '--gpus', why: '--gpu-type is a type of them' });
  }
  return given({
    ...{ serviceAccount, priorityClass },
    cpu: read(flags.cpu, parseCores),
    memoryBytes: read(flags.memory, text => parseBytes('--memory', text)),
    shmBytes: read(flags.shm, parseShm),
    gpu: read(flags.gpus, text => parseGpus(text, gpuType)),
    nprocPerNode: read(flags.procsPerPod, parseProcesses)
  });
}

function runChoices(flags: ClusterFlags): ClusterPart {
  const { kind, queue, suspend, cleanPods, success } = flags;
  return given({
    ...{ kind, queue, suspend, cleanPodPolicy: cleanPods, successPolicy: success },
    deadlineSeconds: read(flags.deadline, parseDeadline),
    ttlSeconds: read(flags.ttl, parseTtl),
    retries: read(flags.retries, text => parseCount('--retries', text, 0)),
    elastic: read(flags.elastic, parseElastic),
    runtime: read(flags.runtime, parseRuntime)
  });
}

function listChoices(flags: ClusterFlags): ClusterPart {
  const { volume, newVolume, envFrom, toleration, pullSecret } = flags;
  const volumes = [
    ...(volume ?? []).map(parseVolume),
    ...(newVolume ?? []).map(parseNewVolume)
  ];
  const pairs = (
    option: string,
    texts: readonly string[] | undefined
  ): Record<string, string> | undefined =>
    texts === undefined ? undefined : parsePairs(option, texts);
  return given({
    volumes: volumes.length > 0 ? volumes : undefined,
    env: envFrom?.map(parseEnvSource),
    tolerations: toleration?.map(parseToleration),
    imagePullSecrets: pullSecret && [...pullSecret],
    nodeSelector: pairs('--node-selector', flags.nodeSelector),
    labels: pairs('--label', flags.label),
    annotations: pairs('--annotation', flags.annotation)
  });
}
