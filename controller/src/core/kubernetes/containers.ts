/** The containers of a pod: the step that unpacks, the rank, and the events' sidecar. */
import type {
  ClusterWorkload,
  Role,
  VolumeMount,
  WorkloadKind
} from '@jupyterlab-kubeflow/protocol';
import { helperEnvironment, rankEnvironment } from './environment.js';
import type { Delivery, ManifestInput } from './input.js';
import { UNPACKER_KEY } from './inline.js';
import {
  BUNDLE_FOLDER,
  RUNNER,
  RUN_FOLDER,
  SHM_FOLDER,
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

/** What is written to `/dev/shm` counts as memory of the container that writes it. */
function computeOf({ cpu, memoryBytes, shmBytes }: ClusterWorkload): Strings {
  return { cpu: cpuQuantity(cpu), memory: bytesQuantity(memoryBytes + shmBytes) };
}

/** Requests are limits, so that the pod is of the class that is evicted last. */
function exactly(amounts: Strings): Resources {
  return { requests: amounts, limits: amounts };
}

/** Where the rank's volumes are mounted. */
export function rankMounts({ workload, delivery }: ManifestInput): ContainerMount[] {
  return [
    { name: VOLUMES.run, mountPath: RUN_FOLDER },
    ...bundleMount(delivery),
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

/** What a rank executes, in its working folder. */
export function rankCommand({ workload, image }: ManifestInput): string[] {
  const torchrun = usesTorchrun(workload) ? ['-m', 'torch.distributed.run'] : [];
  const program = [image.python, '-u', ...torchrun, RUNNER];
  return [image.python, '-u', RUNNER, 'pod', ...program];
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

/** What puts the bundle into the working folder; it needs only the image's Python. */
export function unpackCommand({ image, delivery }: ManifestInput): string[] {
  const source = delivery.kind === 'image' ? delivery.folder : BUNDLE_FOLDER;
  // Keys of a ConfigMap are flat, images have folders.
  const unpacker = delivery.kind === 'inline' ? UNPACKER_KEY : UNPACKER;
  return [image.python, '-I', `${source}/${unpacker}`, source, WORK_FOLDER];
}

/** The rank's container. */
export function rankContainer(input: ManifestInput, rank: RankParts): Container {
  const { workload, image, cluster } = input;
  return {
    name: CONTAINER_NAMES[workload.kind],
    image: image.reference,
    command: rankCommand(input),
    workingDir: WORK_FOLDER,
    env: rankEnvironment(input, rank.env, cluster.nativeSidecars),
    ports: PORTS[workload.kind],
    resources: rankResources(workload, rank.role),
    volumeMounts: rankMounts(input),
    securityContext: CONTAINER_SECURITY
  };
}

/**
 * Init containers, in order. The step that unpacks may use what the rank is given: it has
 * ended before, so that the pod asks for no more. The sidecar runs beside the rank.
 */
export function initContainers(input: ManifestInput): Container[] {
  const unpack: Container = {
    ...helper(input, 'unpack', unpackCommand(input)),
    resources: exactly(computeOf(input.workload))
  };
  if (!input.cluster.nativeSidecars) return [unpack];
  const command = [input.image.python, '-u', `${WORK_FOLDER}/${RUNNER}`, 'follow'];
  return [unpack, { ...helper(input, 'events', command), restartPolicy: 'Always' }];
}

function helper(
  { image, delivery }: ManifestInput,
  name: string,
  command: readonly string[]
): Container {
  return {
    name: `jkf-${name}`,
    image: image.reference,
    command,
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
