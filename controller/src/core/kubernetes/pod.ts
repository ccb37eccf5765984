/** The template of a rank's pod. */
import type { ClusterWorkload, VolumeMount } from '@jupyterlab-kubeflow/protocol';
import {
  claimVolume,
  claimsOf,
  initContainers,
  rankContainer,
  type RankParts
} from './containers.js';
import type { ManifestInput } from './input.js';
import { inputVolumes } from './inputs.js';
import { podMetadata } from './labels.js';
import { VOLUMES } from './layout.js';
import { bundleName } from './names.js';
import {
  some,
  type PodSpec,
  type PodTemplate,
  type Strings,
  type Volume
} from './objects.js';
import { bytesQuantity } from './quantity.js';
import { POD_SECURITY } from './security.js';

/** What a kind adds to the pods of a rank. */
export type PodExtras = Pick<PodSpec, 'restartPolicy' | 'subdomain'>;

/** Seconds for the sidecar to print what came last, after those the rank has. */
const SIDECAR_SECONDS = 5;

/** The template of the pods of one role. */
export function podTemplate(
  input: ManifestInput,
  rank: RankParts,
  extras: PodExtras
): PodTemplate {
  const { workload } = input;
  return {
    metadata: podMetadata(input),
    spec: {
      ...extras,
      ...some('initContainers', initContainers(input)),
      containers: [rankContainer(input, rank)],
      volumes: podVolumes(input),
      securityContext: POD_SECURITY,
      terminationGracePeriodSeconds: graceSeconds(input),
      // A Service called RANK would set a variable of that name.
      enableServiceLinks: false,
      automountServiceAccountToken: workload.serviceAccount !== undefined,
      ...some('serviceAccountName', workload.serviceAccount),
      ...some('priorityClassName', workload.priorityClass),
      ...placement(workload)
    }
  };
}

/** Seconds between SIGTERM and SIGKILL, for the rank and then the sidecar. */
export function graceSeconds({ plan }: ManifestInput): number {
  return Math.ceil(plan.limits.graceSeconds) + SIDECAR_SECONDS;
}

/** Which nodes take the pods, and what the images are pulled with. */
export function placement(
  workload: ClusterWorkload
): Pick<PodSpec, 'nodeSelector' | 'tolerations' | 'imagePullSecrets'> {
  return {
    ...some('nodeSelector', selectorOf(workload)),
    ...some('tolerations', tolerations(workload)),
    ...some(
      'imagePullSecrets',
      workload.imagePullSecrets.map(name => ({ name }))
    )
  };
}

/** Labels of the nodes that take the pods: those chosen, and that of the GPU's type. */
export function selectorOf({
  nodeSelector: chosen,
  gpu
}: Pick<ClusterWorkload, 'nodeSelector' | 'gpu'>): Strings {
  return gpu?.type ? { ...chosen, [gpu.type.label]: gpu.type.value } : chosen;
}

/** Nodes with GPUs are often tainted with the resource's name, against all others. */
function tolerations({
  tolerations: chosen,
  gpu
}: ClusterWorkload): PodSpec['tolerations'] {
  const forGpu = gpu
    ? [{ key: gpu.resource, operator: 'Exists', effect: 'NoSchedule' }]
    : [];
  return [...chosen, ...forGpu];
}

/** Volumes of a pod: what is written, the bundle, shared memory, claims. */
export function podVolumes(input: ManifestInput): Volume[] {
  const { plan, workload } = input;
  const { shmBytes } = workload;
  const shm: Volume = {
    name: VOLUMES.shm,
    emptyDir: { medium: 'Memory', sizeLimit: bytesQuantity(shmBytes) }
  };
  const sizeLimit = bytesQuantity(plan.limits.diskBytes);
  return [
    { name: VOLUMES.run, emptyDir: { sizeLimit } },
    ...bundleVolume(input),
    ...inputVolumes(input),
    ...(shmBytes > 0 ? [shm] : []),
    ...claims(workload.volumes)
  ];
}

function bundleVolume({ id, delivery }: ManifestInput): Volume[] {
  const name = VOLUMES.bundle;
  switch (delivery.kind) {
    case 'inline':
      return [{ name, configMap: { name: bundleName(id) } }];
    case 'image-volume': {
      const { reference } = delivery;
      // By digest: what a node has of that name is what is meant.
      return [{ name, image: { reference, pullPolicy: 'IfNotPresent' } }];
    }
    case 'image':
      return [];
  }
}

function claims(mounts: readonly VolumeMount[]): Volume[] {
  return claimsOf(mounts).map(claimName => ({
    name: claimVolume(mounts, claimName),
    persistentVolumeClaim: { claimName }
  }));
}
