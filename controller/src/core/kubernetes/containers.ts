/** The containers of a pod: the rank, and the events' sidecar. */
import {
  memoryLimit,
  type ClusterWorkload,
  type Role,
  type VolumeMount,
  type WorkloadKind
} from '@jupyterlab-kubeflow/protocol';
import {
  fetcherEnvironment,
  helperEnvironment,
  rankEnvironment
} from './environment.js';
import type { Delivery, ManifestInput } from './input.js';
import { UNPACKER_KEY } from './inline.js';
import { fetched, fetcherMounts, FETCHER_NAME, rankInputMounts } from './inputs.js';
import {
  BUNDLE_FOLDER,
  RUNNER,
  RUN_FOLDER,
  SHM_FOLDER,
  SIDECAR_NAME,
  UNPACKER,
  VOLUMES,
  WORK_FOLDER
} from './layout.js';
import { TRAINER_JOB } from './names.js';
import {
  some,
  type Container,
  type ContainerEnv,
  type ContainerMount,
  type ContainerPort,
  type Resources,
  type Strings
} from './objects.js';
import { bytesQuantity, cpuQuantity } from './quantity.js';
import { CONTAINER_SECURITY } from './security.js';

/** The name by which a kind's controller knows the rank's container. */
export const CONTAINER_NAMES: Readonly<Record<WorkloadKind, string>> = {
  Job: 'main',
  PyTorchJob: 'pytorch',
  TFJob: 'tensorflow',
  TrainJob: TRAINER_JOB
};

/** The port ranks meet at; the one of torchrun and Trainer where no operator has its own. */
export const MEETING_PORT = 29500;

/** Ports that the operators look up by name. A TrainJob's runtime has its own. */
const PORTS: Readonly<Record<WorkloadKind, readonly ContainerPort[]>> = {
  Job: [{ name: 'meeting', containerPort: MEETING_PORT }],
  PyTorchJob: [{ name: 'pytorchjob-port', containerPort: 23456 }],
  TFJob: [{ name: 'tfjob-port', containerPort: 2222 }],
  TrainJob: []
};

/** For Python that copies lines. */
export const SIDECAR = { cpu: '100m', memory: '64Mi' } as const;

/** One rank: its role, and what tells it of the others where no operator does. */
export interface RankParts {
  readonly role: Role;
  readonly env: readonly ContainerEnv[];
}

/** CPU, memory with `/dev/shm`, GPUs. */
export function rankResources(workload: ClusterWorkload, role: Role): Resources {
  const { gpu } = workload;
  const devices = gpu && role !== 'ps' ? { [gpu.resource]: String(gpu.count) } : {};
  return exactly({ ...computeOf(workload), ...devices });
}

function computeOf(workload: ClusterWorkload): Strings {
  return {
    cpu: cpuQuantity(workload.cpu),
    memory: bytesQuantity(memoryLimit(workload))
  };
}

/** Requests are limits, so that the pod is of the class that is evicted last. */
function exactly(amounts: Strings): Resources {
  return { requests: amounts, limits: amounts };
}

/** Where the rank's volumes are mounted. */
export function rankMounts(input: ManifestInput): ContainerMount[] {
  const { workload, delivery } = input;
  return [
    { name: VOLUMES.run, mountPath: RUN_FOLDER },
    ...bundleMount(delivery),
    ...rankInputMounts(input),
    ...(workload.shmBytes > 0 ? [{ name: VOLUMES.shm, mountPath: SHM_FOLDER }] : []),
    ...workload.volumes.map(({ claim, path, subPath, readOnly }) => ({
      name: claimVolume(workload.volumes, claim),
      mountPath: path,
      ...some('subPath', subPath),
      ...some('readOnly', readOnly)
    }))
  ];
}

/** Claims that are mounted, each once. */
export function claimsOf(mounts: readonly VolumeMount[]): string[] {
  return [...new Set(mounts.map(({ claim }) => claim))];
}

/** Name of a claim's volume: by number, for a claim's name may be longer than a volume's. */
export function claimVolume(mounts: readonly VolumeMount[], claim: string): string {
  return `pvc-${String(claimsOf(mounts).indexOf(claim))}`;
}

/**
 * What a rank executes: it puts the bundle into the working folder, and becomes the
 * program's parent there. A step of its own would be a container more to start.
 */
export function rankCommand({ workload, image, delivery }: ManifestInput): string[] {
  const { python } = image;
  const [source, unpack] = unpacker(python, delivery);
  const torchrun = [python, '-u', '-m', 'torch.distributed.run', RUNNER];
  const program = usesTorchrun(workload) ? torchrun : [];
  return [...unpack, source, WORK_FOLDER, python, '-u', RUNNER, 'pod', ...program];
}

/**
 * Several processes a pod and elastic workers are torchrun's, which reads all of its
 * options from the `PET_*` variables that the operators set. One process a pod does
 * without: no second launcher stands between a signal and the program.
 */
function usesTorchrun({ kind, elastic, nprocPerNode }: ClusterWorkload): boolean {
  const several = nprocPerNode !== undefined && nprocPerNode !== 1;
  if (kind === 'TrainJob') return several;
  return kind === 'PyTorchJob' && (several || elastic !== undefined);
}

/** Where the bundle is, and what unpacks it; it needs only the image's Python. */
function unpacker(python: string, delivery: Delivery): readonly [string, string[]] {
  const source = delivery.kind === 'image' ? delivery.folder : BUNDLE_FOLDER;
  // Keys of a ConfigMap are flat, images have folders.
  const file = delivery.kind === 'inline' ? UNPACKER_KEY : UNPACKER;
  return [source, [python, '-I', `${source}/${file}`]];
}

/** The rank's container. */
export function rankContainer(input: ManifestInput, rank: RankParts): Container {
  const { workload, image, cluster } = input;
  return {
    name: CONTAINER_NAMES[workload.kind],
    image: image.reference,
    command: rankCommand(input),
    workingDir: RUN_FOLDER,
    env: rankEnvironment(input, rank.env, cluster.nativeSidecars),
    ports: PORTS[workload.kind],
    resources: rankResources(workload, rank.role),
    volumeMounts: rankMounts(input),
    securityContext: CONTAINER_SECURITY
  };
}

/**
 * The sidecar, where there can be one: it starts first, and waits for the bundle. Then what
 * fetches inputs, which comes to an end before the rank starts.
 */
export function initContainers(input: ManifestInput): Container[] {
  return [
    ...(input.cluster.nativeSidecars ? [sidecar(input)] : []),
    ...(fetched(input.plan).length > 0 ? [fetcher(input)] : [])
  ];
}

/** Of the rank's image, with what the rank has but GPUs: it asks for nothing more. */
function fetcher(input: ManifestInput): Container {
  const { workload, image, delivery } = input;
  const [source, unpack] = unpacker(image.python, delivery);
  const fetch = [image.python, '-u', RUNNER, 'fetch'];
  return {
    name: FETCHER_NAME,
    image: image.reference,
    command: [...unpack, source, WORK_FOLDER, ...fetch],
    workingDir: RUN_FOLDER,
    env: fetcherEnvironment(input),
    resources: exactly(computeOf(workload)),
    volumeMounts: [
      { name: VOLUMES.run, mountPath: RUN_FOLDER },
      ...bundleMount(delivery),
      ...fetcherMounts(input)
    ],
    securityContext: CONTAINER_SECURITY
  };
}

function sidecar({ image, delivery }: ManifestInput): Container {
  const { python } = image;
  const [, unpack] = unpacker(python, delivery);
  const follow = [python, '-u', RUNNER, 'follow'];
  return {
    name: SIDECAR_NAME,
    image: image.reference,
    command: [...unpack, 'wait', WORK_FOLDER, ...follow],
    restartPolicy: 'Always',
    workingDir: RUN_FOLDER,
    env: helperEnvironment(),
    resources: exactly(SIDECAR),
    volumeMounts: [
      { name: VOLUMES.run, mountPath: RUN_FOLDER },
      ...bundleMount(delivery)
    ],
    securityContext: CONTAINER_SECURITY
  };
}

function bundleMount(delivery: Delivery): ContainerMount[] {
  return delivery.kind === 'image'
    ? []
    : [{ name: VOLUMES.bundle, mountPath: BUNDLE_FOLDER, readOnly: true }];
}
