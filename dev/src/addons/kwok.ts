/** The add-on `kwok`: thousands of simulated nodes and pods beside the real node. */
import { join } from 'node:path';
import type { Addon, AddonContent, AddonFacts, KubernetesObject } from './addon.js';
import type { Kustomization } from './kustomization.js';

const USER = 'kwok-controller';
const MARK = 'kwok.x-k8s.io/node';
const HEALTH = '127.0.0.1:10247';

/** Simulated pods get addresses that no packet may follow. */
const POD_RANGE = '10.245.0.0/16';

/** Nodes whose lease is not renewed turn NotReady after 40 s; kwok renews at this pace. */
const LEASE_SECONDS = 40;

/** The simulator as a program of the node; nodes are made with `simulatedNodes`. */
export const kwok: Addon = {
  summary: 'kwok: simulated nodes and pods beside the real node',
  byDefault: false,
  engines: ['kwok'],
  images: [],
  baseImages: [],
  content
};

function content({ engine }: AddonFacts): AddonContent {
  const { module, binaries, version } = engine('kwok');
  return {
    kustomizations: [rights(module)],
    program: {
      name: 'kwok',
      version,
      binary: binaries.kwok ?? '',
      user: USER,
      files: {
        'stages.yaml': { resources: [join(module, 'kustomize/stage/fast')] }
      },
      health: `http://${HEALTH}/healthz`,
      args: ({ kubeconfig, file }) => [
        `--kubeconfig=${kubeconfig}`,
        `--config=${file('stages.yaml')}`,
        `--manage-nodes-with-annotation-selector=${MARK}=fake`,
        `--node-lease-duration-seconds=${String(LEASE_SECONDS)}`,
        `--cidr=${POD_RANGE}`,
        `--server-address=${HEALTH}`
      ]
    },
    unreachable: [POD_RANGE],
    ready: []
  };
}

/** The published roles, given to the user that the program is. */
function rights(module: string): Kustomization {
  const user = { apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: USER };
  const subject = { kind: 'User', user: { name: USER } };
  return {
    resources: [join(module, 'kustomize/rbac')],
    patches: [
      {
        target: { kind: 'ClusterRoleBinding' },
        changes: [{ op: 'replace', path: '/subjects', value: [user] }]
      },
      {
        target: { kind: 'FlowSchema' },
        changes: [{ op: 'replace', path: '/spec/rules/0/subjects', value: [subject] }]
      }
    ]
  };
}

/** What simulated nodes have; amounts as Kubernetes writes them. */
export interface SimulatedNodes {
  readonly count: number;
  /** @default simulated */
  readonly prefix?: string;
  /** Beside processors, memory and room for pods, for example `nvidia.com/gpu`. */
  readonly resources?: Readonly<Record<string, string>>;
}

/** Node objects that kwok keeps alive. Only pods that tolerate them are put there. */
export function simulatedNodes({
  count,
  prefix = 'simulated',
  resources = {}
}: SimulatedNodes): KubernetesObject[] {
  const capacity = { cpu: '64', memory: '256Gi', pods: '250', ...resources };
  return Array.from({ length: count }, (_, index) => {
    const name = `${prefix}-${String(index)}`;
    return {
      apiVersion: 'v1',
      kind: 'Node',
      metadata: {
        name,
        annotations: { [MARK]: 'fake' },
        labels: {
          ...SIMULATED.nodeSelector,
          'kubernetes.io/hostname': name,
          'kubernetes.io/os': 'linux'
        }
      },
      spec: { taints: [{ key: MARK, value: 'fake', effect: 'NoSchedule' }] },
      status: { capacity, allocatable: capacity }
    };
  });
}

/** Parts of a pod's specification that put it on simulated nodes and nowhere else. */
export const SIMULATED = {
  nodeSelector: { type: 'simulated' },
  tolerations: [{ key: MARK, operator: 'Exists', effect: 'NoSchedule' }]
} as const;
