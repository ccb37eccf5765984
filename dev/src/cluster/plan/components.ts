/** The components of the built-in cluster: order, arguments, and how to ask them. */
import {
  ETCD,
  PORTS,
  POD_RANGE,
  SERVICE_RANGE,
  type AddressPlan
} from './addresses.js';
import type { Component } from './component.js';
import { CONTAINERD_SOCKET } from './configs.js';
import type { InstancePaths } from './paths.js';
import { PROVISIONER } from './objects.js';
import { NODE_NAME } from './pki.js';

/** A program of an engine. */
export interface Program {
  readonly path: string;
  readonly version: string;
}

/** What the components depend on. */
export interface ComponentFacts {
  readonly addresses: AddressPlan;
  readonly paths: InstancePaths;
  readonly program: (name: string) => Program;
}

type Own = Omit<Component, 'name' | 'command' | 'version'>;

const API_CLIENTS = ['kube-apiserver'];

/** Every component; the order is that of `status`. */
export function components(facts: ComponentFacts): readonly Component[] {
  const all: Readonly<Record<string, (facts: ComponentFacts) => Own>> = {
    etcd,
    'kube-apiserver': apiServer,
    'kube-controller-manager': controllerManager,
    'kube-scheduler': scheduler,
    containerd,
    kubelet,
    'kube-proxy': kubeProxy,
    coredns,
    registry: openRegistry,
    'auth-registry': authRegistry,
    'metrics-server': metricsServer,
    provisioner
  };
  return Object.entries(all).map(([name, make]) => {
    const { path, version } = facts.program(programOf(name));
    return { name, version, command: path, ...make(facts) };
  });
}

/** Programs whose names are not their components'. */
const PROGRAMS: Readonly<Record<string, string>> = {
  'auth-registry': 'registry',
  provisioner: 'storage-provisioner'
};

const programOf = (component: string): string => PROGRAMS[component] ?? component;

const kubeconfigOf = ({ paths }: ComponentFacts, user: string): string =>
  `${paths.etc}/${user}.kubeconfig`;

const health = (url: string): Component['probe'] => ({ kind: 'http', url });

const etcd = (): Own => ({
  args: [
    '--name=etcd',
    '--data-dir=/var/lib/etcd',
    `--listen-client-urls=${ETCD}`,
    `--advertise-client-urls=${ETCD}`,
    '--listen-peer-urls=http://127.0.0.1:2380',
    '--listen-metrics-urls=http://127.0.0.1:2381',
    // The data are a development cluster's: speed is worth more than a power cut.
    '--unsafe-no-fsync',
    '--log-level=warn'
  ],
  after: [],
  probe: health('http://127.0.0.1:2381/readyz'),
  serves: { address: '127.0.0.1', port: PORTS.etcd }
});

const apiServer = ({ addresses, paths }: ComponentFacts): Own => {
  const { pki, etc, audit } = paths;
  return {
    args: [
      `--advertise-address=${addresses.node}`,
      `--secure-port=${String(PORTS.api)}`,
      `--etcd-servers=${ETCD}`,
      `--service-cluster-ip-range=${SERVICE_RANGE}`,
      '--allow-privileged=true',
      '--authorization-mode=Node,RBAC',
      '--enable-admission-plugins=NodeRestriction',
      `--client-ca-file=${pki}/ca.crt`,
      `--tls-cert-file=${pki}/apiserver.crt`,
      `--tls-private-key-file=${pki}/apiserver.key`,
      '--kubelet-preferred-address-types=InternalIP',
      `--kubelet-certificate-authority=${pki}/ca.crt`,
      `--kubelet-client-certificate=${pki}/apiserver-kubelet.crt`,
      `--kubelet-client-key=${pki}/apiserver-kubelet.key`,
      '--service-account-issuer=https://kubernetes.default.svc.cluster.local',
      `--service-account-key-file=${pki}/service-accounts.pub`,
      `--service-account-signing-key-file=${pki}/service-accounts.key`,
      `--requestheader-client-ca-file=${pki}/front-proxy-ca.crt`,
      '--requestheader-allowed-names=front-proxy-client',
      '--requestheader-extra-headers-prefix=X-Remote-Extra-',
      '--requestheader-group-headers=X-Remote-Group',
      '--requestheader-username-headers=X-Remote-User',
      `--proxy-client-cert-file=${pki}/front-proxy-client.crt`,
      `--proxy-client-key-file=${pki}/front-proxy-client.key`,
      `--audit-policy-file=${etc}/audit-policy.yaml`,
      `--audit-log-path=${audit}`,
      '--audit-log-maxsize=100',
      '--audit-log-maxbackup=3'
    ],
    after: ['etcd'],
    probe: health(`https://127.0.0.1:${String(PORTS.api)}/readyz`),
    serves: { address: addresses.node, port: PORTS.api }
  };
};

/** Flags of a controller that asks the API server who its own callers are. */
const delegating = (facts: ComponentFacts, user: string): string[] => [
  `--kubeconfig=${kubeconfigOf(facts, user)}`,
  `--authentication-kubeconfig=${kubeconfigOf(facts, user)}`,
  `--authorization-kubeconfig=${kubeconfigOf(facts, user)}`
];

/** Server certificate for addresses of the loopback interface. */
const loopback = ({ paths }: ComponentFacts): string[] => [
  `--tls-cert-file=${paths.pki}/loopback.crt`,
  `--tls-private-key-file=${paths.pki}/loopback.key`
];

/** With the defaults these two, not what is tested, would set the pace. */
const UNHURRIED = ['--kube-api-qps=500', '--kube-api-burst=1000'];

const controllerManager = (facts: ComponentFacts): Own => {
  const { pki } = facts.paths;
  return {
    args: [
      ...delegating(facts, 'controller-manager'),
      ...loopback(facts),
      '--bind-address=127.0.0.1',
      '--leader-elect=false',
      '--use-service-account-credentials=true',
      `--cluster-cidr=${POD_RANGE}`,
      `--service-cluster-ip-range=${SERVICE_RANGE}`,
      `--root-ca-file=${pki}/ca.crt`,
      `--service-account-private-key-file=${pki}/service-accounts.key`,
      `--cluster-signing-cert-file=${pki}/ca.crt`,
      `--cluster-signing-key-file=${pki}/ca.key`,
      '--flex-volume-plugin-dir=/var/lib/kubelet/volume-plugins',
      '--concurrent-statefulset-syncs=20',
      ...UNHURRIED
    ],
    after: API_CLIENTS,
    probe: health('https://127.0.0.1:10257/healthz')
  };
};

const scheduler = (facts: ComponentFacts): Own => ({
  args: [
    ...delegating(facts, 'scheduler'),
    ...loopback(facts),
    '--bind-address=127.0.0.1',
    '--leader-elect=false',
    ...UNHURRIED
  ],
  after: API_CLIENTS,
  probe: health('https://127.0.0.1:10259/healthz')
});

const containerd = ({ paths }: ComponentFacts): Own => ({
  args: ['--config', `${paths.etc}/containerd.toml`],
  after: [],
  probe: { kind: 'socket', path: CONTAINERD_SOCKET }
});

const kubelet = (facts: ComponentFacts): Own => ({
  args: [
    `--config=${facts.paths.etc}/kubelet.yaml`,
    `--kubeconfig=${kubeconfigOf(facts, 'kubelet')}`,
    `--hostname-override=${NODE_NAME}`,
    `--node-ip=${facts.addresses.node}`
  ],
  after: ['containerd', ...API_CLIENTS],
  probe: health('http://127.0.0.1:10248/healthz'),
  serves: { address: facts.addresses.node, port: 10250 }
});

const kubeProxy = ({ paths }: ComponentFacts): Own => ({
  args: [`--config=${paths.etc}/kube-proxy.yaml`],
  after: API_CLIENTS,
  probe: health('http://127.0.0.1:10256/healthz')
});

const coredns = ({ paths }: ComponentFacts): Own => ({
  args: ['-conf', `${paths.etc}/Corefile`],
  after: API_CLIENTS,
  probe: health('http://127.0.0.1:8181/ready'),
  needsRights: true
});

const openRegistry = ({ addresses, paths }: ComponentFacts): Own => ({
  args: ['serve', `${paths.etc}/registry.yaml`],
  after: [],
  probe: health(`http://${addresses.node}:${String(PORTS.registry)}/v2/`),
  serves: { address: addresses.node, port: PORTS.registry }
});

const authRegistry = ({ addresses, paths }: ComponentFacts): Own => ({
  args: ['serve', `${paths.etc}/auth-registry.yaml`],
  after: [],
  probe: {
    kind: 'http',
    url: `http://${addresses.node}:${String(PORTS.authRegistry)}/v2/`,
    accept: [401]
  },
  serves: { address: addresses.node, port: PORTS.authRegistry }
});

const metricsServer = (facts: ComponentFacts): Own => {
  const { pki } = facts.paths;
  return {
    args: [
      ...delegating(facts, 'metrics-server'),
      `--secure-port=${String(PORTS.metricsServer)}`,
      `--tls-cert-file=${pki}/metrics-server-server.crt`,
      `--tls-private-key-file=${pki}/metrics-server-server.key`,
      `--kubelet-certificate-authority=${pki}/ca.crt`,
      '--kubelet-preferred-address-types=InternalIP',
      '--kubelet-request-timeout=5s',
      '--metric-resolution=10s'
    ],
    after: API_CLIENTS,
    probe: health(`https://127.0.0.1:${String(PORTS.metricsServer)}/livez`),
    needsRights: true,
    serves: { address: facts.addresses.node, port: PORTS.metricsServer }
  };
};

const provisioner = (facts: ComponentFacts): Own => ({
  args: [
    `--kubeconfig=${kubeconfigOf(facts, 'provisioner')}`,
    '--folder=/var/lib/volumes',
    `--node=${NODE_NAME}`,
    `--provisioner=${PROVISIONER}`
  ],
  after: API_CLIENTS,
  probe: { kind: 'alive' }
});
