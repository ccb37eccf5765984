/**
 * Whether pods of a workload may mount images as volumes: the API server, every node that
 * may take them, and the workload's own schema have to know how.
 */
import type { ClusterWorkload, WorkloadKind } from '@jupyterlab-kubeflow/protocol';
import { selectedBy, type NodeFacts } from './probe/nodes.js';
import { valueOr, type Answer } from './probe/answer.js';

/** What stands against it, or what nobody says. */
export type ImageVolumeObstacle =
  | { readonly what: 'server'; readonly version: string }
  | {
      readonly what: 'node';
      readonly node: string;
      readonly runtime: string;
      readonly kubelet: string;
    }
  | { readonly what: 'kind'; readonly kind: WorkloadKind }
  | { readonly what: 'unknown' };

/** What a cluster says of image volumes. */
export interface ImageVolumeFacts {
  /** e.g. `v1.36.0`; empty when the server does not say. */
  readonly version: string;
  readonly nodes: Answer<readonly NodeFacts[]>;
  /** Whether the schema of a kind has them; absent: nobody says. */
  readonly kinds: Readonly<Partial<Record<WorkloadKind, boolean>>>;
}

/** Since 1.35 the API server and the kubelet have them switched on. */
const KUBERNETES_SINCE = [1, 35] as const;

/** Runtimes that mount images, and since when. */
const RUNTIMES: Readonly<Record<string, readonly [number, number]>> = {
  containerd: [2, 1],
  'cri-o': [1, 31]
};

/** Undefined where nothing stands against it. */
export function imageVolumeObstacle(
  { kind, nodeSelector }: Pick<ClusterWorkload, 'kind' | 'nodeSelector'>,
  { version, nodes, kinds }: ImageVolumeFacts
): ImageVolumeObstacle | undefined {
  if (version === '') return { what: 'unknown' };
  if (!since(version, KUBERNETES_SINCE)) return { what: 'server', version };
  const taking = valueOr(nodes, []).filter(selectedBy(nodeSelector));
  const old = taking.find(node => mounts(node) === false);
  if (old) {
    const { name: node, runtime = '', kubelet = '' } = old;
    return { what: 'node', node, runtime, kubelet };
  }
  const sure = taking.length > 0 && taking.every(mounts);
  if (kinds[kind] === false) return { what: 'kind', kind };
  return sure && kinds[kind] ? undefined : { what: 'unknown' };
}

/** Undefined where the node does not say, or has a runtime we know nothing of. */
function mounts({ runtime = '', kubelet = '' }: NodeFacts): boolean | undefined {
  const [name = '', version = ''] = runtime.split('://');
  const first = RUNTIMES[name];
  if (first === undefined || kubelet === '') return undefined;
  return since(version, first) && since(kubelet, KUBERNETES_SINCE);
}

/** Whether a version such as `v1.36.3-gke.1` is the release or a later one. */
function since(version: string, [major, minor]: readonly [number, number]): boolean {
  const [, first = '0', second = '0'] = /^v?(\d+)\.(\d+)/.exec(version) ?? [];
  const difference = Number(first) - major || Number(second) - minor;
  return difference >= 0;
}
