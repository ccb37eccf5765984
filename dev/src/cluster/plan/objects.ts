/** Objects every cluster starts with: rights, services of host processes, storage. */
import type { KubernetesObject } from '../../addons/addon.js';
import { DNS_SERVICE, PORTS, type AddressPlan } from './addresses.js';

/** Name of the provisioner, and of the default storage class. */
export const PROVISIONER = 'jupyterlab-kubeflow.io/host-path';
export const STORAGE_CLASS = 'standard';

export function bootstrapObjects(addresses: AddressPlan): readonly KubernetesObject[] {
  return [...dns(addresses), ...metrics(addresses), ...storage(), ...rights()];
}

interface HostService {
  readonly name: string;
  readonly address: string;
  readonly port: number;
  /** Port of the service. */
  readonly front: number;
  readonly protocols: readonly ('TCP' | 'UDP')[];
  readonly clusterIP?: string;
}

/** A service whose program is a process on the node, not a pod. */
function hostService(facts: HostService): KubernetesObject[] {
  const { name, address, port, front, protocols, clusterIP } = facts;
  const ports = (value: number): object[] =>
    protocols.map(protocol => ({
      name: protocol.toLowerCase(),
      protocol,
      port: value
    }));
  const labels = { 'kubernetes.io/service-name': name };
  return [
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name, namespace: 'kube-system' },
      spec: { ports: ports(front), ...(clusterIP ? { clusterIP } : {}) }
    },
    {
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: { name, namespace: 'kube-system', labels },
      addressType: 'IPv4',
      ports: ports(port),
      endpoints: [{ addresses: [address], conditions: { ready: true } }]
    }
  ];
}

const dns = ({ node }: AddressPlan): KubernetesObject[] =>
  hostService({
    name: 'kube-dns',
    address: node,
    port: 53,
    front: 53,
    protocols: ['UDP', 'TCP'],
    clusterIP: DNS_SERVICE
  });

const METRICS = 'metrics.k8s.io';

const metrics = ({ node }: AddressPlan): KubernetesObject[] => [
  ...hostService({
    name: 'metrics-server',
    address: node,
    port: PORTS.metricsServer,
    front: 443,
    protocols: ['TCP']
  }),
  {
    apiVersion: 'apiregistration.k8s.io/v1',
    kind: 'APIService',
    metadata: { name: `v1beta1.${METRICS}` },
    spec: {
      group: METRICS,
      version: 'v1beta1',
      service: { name: 'metrics-server', namespace: 'kube-system', port: 443 },
      insecureSkipTLSVerify: true,
      groupPriorityMinimum: 100,
      versionPriority: 100
    }
  }
];

const storage = (): KubernetesObject[] => [
  {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: {
      name: STORAGE_CLASS,
      annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' }
    },
    provisioner: PROVISIONER,
    reclaimPolicy: 'Delete',
    volumeBindingMode: 'Immediate'
  }
];

interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

const READ = ['get', 'list', 'watch'];

const RULES: Readonly<Record<string, readonly Rule[]>> = {
  coredns: [
    { apiGroups: [''], resources: ['services', 'pods', 'namespaces'], verbs: READ },
    { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: READ }
  ],
  'metrics-server': [
    { apiGroups: [''], resources: ['nodes/metrics'], verbs: ['get'] },
    { apiGroups: [''], resources: ['pods', 'nodes'], verbs: READ }
  ]
};

/** Roles that Kubernetes brings along, for users of ours. */
const BROUGHT: readonly (readonly [string, string])[] = [
  ['provisioner', 'system:persistent-volume-provisioner'],
  ['metrics-server', 'system:auth-delegator']
];

function rights(): KubernetesObject[] {
  const own = Object.entries(RULES).flatMap(([user, rules]) => [
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      metadata: { name: `development:${user}` },
      rules
    },
    binding(user, `development:${user}`)
  ]);
  const reader = {
    ...binding('metrics-server', 'extension-apiserver-authentication-reader', 'Role'),
    kind: 'RoleBinding',
    metadata: { name: 'development:metrics-server', namespace: 'kube-system' }
  };
  return [...own, ...BROUGHT.map(([user, role]) => binding(user, role)), reader];
}

function binding(user: string, role: string, kind = 'ClusterRole'): KubernetesObject {
  const group = 'rbac.authorization.k8s.io';
  return {
    apiVersion: `${group}/v1`,
    kind: 'ClusterRoleBinding',
    metadata: { name: `development:${user}:${role.replaceAll(':', '-')}` },
    roleRef: { apiGroup: group, kind, name: role },
    subjects: [{ apiGroup: group, kind: 'User', name: `system:${user}` }]
  };
}
