/** Which certificates a cluster needs: who each is, and for which names. */
import { API_SERVICE, type AddressPlan } from './addresses.js';

/** Name of the only node. */
export const NODE_NAME = 'node-1';

/** Who signs: the cluster's own authority, and the one for the aggregation layer. */
export type Authority = 'ca' | 'front-proxy-ca';

/** One certificate to issue. */
export interface Certificate {
  readonly name: string;
  readonly authority: Authority;
  readonly user: string;
  readonly group?: string;
  /** Subject alternative names, as openssl writes them; those of a server. */
  readonly names?: readonly string[];
  /** Who has it has a kubeconfig, a file of the same name. */
  readonly kubeconfig?: true;
}

export const AUTHORITIES: readonly Authority[] = ['ca', 'front-proxy-ca'];

const SERVERS = (addresses: AddressPlan): readonly Certificate[] => [
  {
    name: 'apiserver',
    authority: 'ca',
    user: 'kube-apiserver',
    names: [
      `IP:${addresses.node}`,
      `IP:${API_SERVICE}`,
      'IP:127.0.0.1',
      'DNS:localhost',
      'DNS:kubernetes',
      'DNS:kubernetes.default',
      'DNS:kubernetes.default.svc',
      'DNS:kubernetes.default.svc.cluster.local'
    ]
  },
  {
    name: 'kubelet-server',
    authority: 'ca',
    user: `system:node:${NODE_NAME}`,
    names: [`IP:${addresses.node}`, `DNS:${NODE_NAME}`]
  },
  {
    name: 'metrics-server-server',
    authority: 'ca',
    user: 'metrics-server',
    names: ['DNS:metrics-server.kube-system.svc', 'IP:127.0.0.1']
  },
  {
    name: 'loopback',
    authority: 'ca',
    user: 'loopback',
    names: ['IP:127.0.0.1', 'DNS:localhost']
  }
];

const withKubeconfig = (name: string, user: string, group?: string): Certificate => ({
  ...{ name, authority: 'ca', user, kubeconfig: true },
  ...(group === undefined ? {} : { group })
});

const CLIENTS: readonly Certificate[] = [
  withKubeconfig('admin', 'admin', 'system:masters'),
  withKubeconfig('controller-manager', 'system:kube-controller-manager'),
  withKubeconfig('scheduler', 'system:kube-scheduler'),
  withKubeconfig('kubelet', `system:node:${NODE_NAME}`, 'system:nodes'),
  withKubeconfig('kube-proxy', 'system:kube-proxy'),
  withKubeconfig('coredns', 'system:coredns'),
  withKubeconfig('metrics-server', 'system:metrics-server'),
  withKubeconfig('provisioner', 'system:provisioner'),
  {
    name: 'apiserver-kubelet',
    authority: 'ca',
    user: 'kube-apiserver-kubelet-client',
    group: 'system:masters'
  },
  {
    name: 'front-proxy-client',
    authority: 'front-proxy-ca',
    user: 'front-proxy-client'
  }
];

/** Users with a kubeconfig of their own, by the name of its file. */
export const USERS: readonly string[] = CLIENTS.filter(
  ({ kubeconfig }) => kubeconfig === true
).map(({ name }) => name);

/** Every certificate of a cluster with these addresses. */
export function certificates(addresses: AddressPlan): readonly Certificate[] {
  return [...SERVERS(addresses), ...CLIENTS];
}

/** openssl's words for the subject of a certificate. */
export function subjectOf({ user, group }: Certificate): string {
  const organisation = group ? `/O=${group}` : '';
  return `${organisation}/CN=${user}`;
}

/** openssl's extensions of a certificate, as a configuration file. */
export function extensionsOf({ names }: Certificate): string {
  const usage = names ? 'serverAuth,clientAuth' : 'clientAuth';
  const lines = [
    'basicConstraints=critical,CA:FALSE',
    'keyUsage=critical,digitalSignature',
    `extendedKeyUsage=${usage}`,
    ...(names ? [`subjectAltName=${names.join(',')}`] : [])
  ];
  return `${lines.join('\n')}\n`;
}
