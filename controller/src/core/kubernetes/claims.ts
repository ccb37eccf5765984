/** New persistent volume claims. They outlive the run: data goes only when it is asked to. */
import type { Plan, VolumeMount } from '@jupyterlab-kubeflow/protocol';
import { rankCount } from '../workload/workload.js';
import type { ManifestInput } from './input.js';
import { ownAnnotations, ownLabels } from './labels.js';
import { some, type KubernetesObject } from './objects.js';
import { bytesQuantity } from './quantity.js';

type NewClaim = Extract<VolumeMount, { kind: 'new' }>;

/** A claim for each name that is new; what the first mount says of it counts. */
export function newClaims(input: ManifestInput): KubernetesObject[] {
  const mounts = input.workload.volumes.filter(mount => mount.kind === 'new');
  const first = new Map(mounts.toReversed().map(mount => [mount.claim, mount]));
  return mounts
    .filter(mount => first.get(mount.claim) === mount)
    .map(mount => claimObject(input, mount));
}

function claimObject(input: ManifestInput, mount: NewClaim): KubernetesObject {
  const single = rankCount(input.workload) === 1;
  const mode = mount.accessMode ?? (single ? 'ReadWriteOnce' : 'ReadWriteMany');
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: {
      name: mount.claim,
      namespace: input.namespace,
      labels: ownLabels(input),
      annotations: ownAnnotations(input)
    },
    spec: {
      accessModes: [mode],
      resources: { requests: { storage: bytesQuantity(mount.sizeBytes) } },
      ...some('storageClassName', mount.storageClass)
    }
  };
}

/** The plan with what is there already mounted instead of made. @param there - names of claims */
export function withMadeClaims(plan: Plan, there: ReadonlySet<string>): Plan {
  const { cluster } = plan;
  if (!cluster || there.size === 0) return plan;
  const volumes = cluster.workload.volumes.map(mount =>
    there.has(mount.claim) ? existing(mount) : mount
  );
  return {
    ...plan,
    cluster: { ...cluster, workload: { ...cluster.workload, volumes } }
  };
}

function existing({ claim, path, subPath, readOnly }: VolumeMount): VolumeMount {
  return {
    ...{ kind: 'existing', claim, path },
    ...some('subPath', subPath),
    ...some('readOnly', readOnly)
  };
}
