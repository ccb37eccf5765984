/** The configuration files of containerd, CNI, kubelet, kube-proxy and CoreDNS. */
import { stringify } from 'yaml';
import { POD_RANGE, POD_SUBNET, PORTS, type AddressPlan } from './addresses.js';
import { NODE_NAME } from './pki.js';
import type { InstancePaths } from './paths.js';

/** What the files depend on. */
export interface ConfigFacts {
  readonly addresses: AddressPlan;
  readonly paths: InstancePaths;
  readonly cgroup: string;
  /** Image of the container that holds a pod's namespaces. */
  readonly pauseImage: string;
  /** Program that holds a pod's containers: the system may have one of another version. */
  readonly shim: string;
  /** Digest of the password of the registry that asks for one, as htpasswd writes it. */
  readonly htpasswd: string;
}

export const CONTAINERD_SOCKET = '/run/containerd/containerd.sock';
export const CNI_PLUGINS = '/usr/lib/cni';

/** Path below `etc` and content of every configuration file. */
export function configFiles(facts: ConfigFacts): ReadonlyMap<string, string> {
  const { addresses, paths } = facts;
  return new Map([
    ['containerd.toml', containerd(facts)],
    ...registries(addresses).map(name => hostsFile(name)),
    ['cni/10-pods.conflist', `${JSON.stringify(cni(), null, 2)}\n`],
    ['kubelet.yaml', stringify(kubelet(facts))],
    ['kube-proxy.yaml', stringify(kubeProxy(paths))],
    ['Corefile', corefile(addresses, paths)],
    ['resolv.conf', `nameserver ${addresses.node}\n`],
    ['audit-policy.yaml', stringify(AUDIT_POLICY)],
    ['registry.yaml', stringify(registry(addresses, PORTS.registry))],
    ['auth-registry.yaml', stringify(authRegistry(facts))],
    ['htpasswd', facts.htpasswd]
  ]);
}

/** Both registries, under the name everybody has for them. */
export function registries({ node }: AddressPlan): readonly string[] {
  return [PORTS.registry, PORTS.authRegistry].map(port => `${node}:${String(port)}`);
}

function hostsFile(name: string): [string, string] {
  const text =
    `server = "http://${name}"\n` +
    `[host."http://${name}"]\n` +
    '  capabilities = ["pull", "resolve"]\n';
  return [`certs.d/${name}/hosts.toml`, text];
}

function containerd({ paths, pauseImage, shim }: ConfigFacts): string {
  const images = 'plugins."io.containerd.cri.v1.images"';
  const runtime = 'plugins."io.containerd.cri.v1.runtime"';
  return `version = 3
root = "/var/lib/containerd"
state = "/run/containerd"
[plugins."io.containerd.internal.v1.opt"]
  path = "/var/lib/containerd/opt"
[grpc]
  address = "${CONTAINERD_SOCKET}"
[${images}]
  snapshotter = "overlayfs"
  [${images}.pinned_images]
    sandbox = "${pauseImage}"
  [${images}.registry]
    config_path = "${paths.etc}/certs.d"
[${runtime}]
  # runc may not lower oom_score_adj where CAP_SYS_RESOURCE is missing.
  restrict_oom_score_adj = true
  [${runtime}.containerd.runtimes.runc]
    runtime_type = "io.containerd.runc.v2"
    runtime_path = "${shim}"
    [${runtime}.containerd.runtimes.runc.options]
      SystemdCgroup = false
  [${runtime}.cni]
    bin_dirs = ["${CNI_PLUGINS}"]
    conf_dir = "${paths.etc}/cni"
`;
}

const cni = (): object => ({
  cniVersion: '0.4.0',
  name: 'pods',
  plugins: [
    {
      // Routed, not bridged: answers pass connection tracking even where the kernel
      // has no br_netfilter.
      type: 'ptp',
      ipMasq: false,
      ipam: {
        type: 'host-local',
        ranges: [[{ subnet: POD_SUBNET }]],
        routes: [{ dst: '0.0.0.0/0' }],
        dataDir: '/run/cni'
      }
    },
    { type: 'portmap', capabilities: { portMappings: true } }
  ]
});

function kubelet({ addresses, paths, cgroup }: ConfigFacts): object {
  return {
    apiVersion: 'kubelet.config.k8s.io/v1beta1',
    kind: 'KubeletConfiguration',
    authentication: {
      anonymous: { enabled: false },
      webhook: { enabled: true },
      x509: { clientCAFile: `${paths.pki}/ca.crt` }
    },
    authorization: { mode: 'Webhook' },
    tlsCertFile: `${paths.pki}/kubelet-server.crt`,
    tlsPrivateKeyFile: `${paths.pki}/kubelet-server.key`,
    containerRuntimeEndpoint: `unix://${CONTAINERD_SOCKET}`,
    clusterDomain: 'cluster.local',
    clusterDNS: [addresses.node],
    resolvConf: `${paths.etc}/resolv.conf`,
    ...CGROUPS,
    cgroupRoot: `/${cgroup}`,
    // Off: pods meet a full disk, and images that no registry has are not taken away.
    evictionHard: { 'nodefs.available': '0%', 'imagefs.available': '0%' },
    imageGCHighThresholdPercent: 100,
    imageGCLowThresholdPercent: 99,
    serializeImagePulls: false,
    maxPods: 200,
    // A development cluster is looked at: what changed shows soon.
    syncFrequency: '10s',
    nodeStatusUpdateFrequency: '5s',
    fileCheckFrequency: '1h',
    volumePluginDir: '/var/lib/kubelet/volume-plugins',
    registryPullQPS: 0,
    kubeAPIQPS: 100,
    kubeAPIBurst: 200,
    shutdownGracePeriod: '0s'
  };
}

/** Works with the first and the second version of cgroups, without systemd, with swap. */
const CGROUPS = {
  cgroupDriver: 'cgroupfs',
  failCgroupV1: false,
  failSwapOn: false,
  enforceNodeAllocatable: []
};

const kubeProxy = (paths: InstancePaths): object => ({
  apiVersion: 'kubeproxy.config.k8s.io/v1alpha1',
  kind: 'KubeProxyConfiguration',
  mode: 'iptables',
  clusterCIDR: POD_RANGE,
  hostnameOverride: NODE_NAME,
  clientConnection: { kubeconfig: `${paths.etc}/kube-proxy.kubeconfig` },
  healthzBindAddress: '127.0.0.1:10256',
  metricsBindAddress: '127.0.0.1:10249',
  // Limits of connection tracking are the whole computer's: they stay as they are.
  conntrack: {
    maxPerCore: 0,
    min: 0,
    tcpEstablishedTimeout: '0s',
    tcpCloseWaitTimeout: '0s'
  }
});

/** Names of the cluster from the API; every other name does not exist: nobody is asked. */
function corefile({ node }: AddressPlan, paths: InstancePaths): string {
  return `cluster.local in-addr.arpa ip6.arpa {
  bind ${node}
  errors
  health 127.0.0.1:8080
  ready 127.0.0.1:8181
  kubernetes cluster.local in-addr.arpa ip6.arpa {
    kubeconfig ${paths.etc}/coredns.kubeconfig
    pods insecure
    ttl 5
  }
}
. {
  bind ${node}
  template ANY ANY {
    rcode NXDOMAIN
  }
}
`;
}

/** One line a request, without bodies: enough to count requests by client. */
const AUDIT_POLICY = {
  apiVersion: 'audit.k8s.io/v1',
  kind: 'Policy',
  omitStages: ['RequestReceived'],
  rules: [{ level: 'Metadata' }]
};

const registry = ({ node }: AddressPlan, port: number): object => ({
  version: '0.1',
  log: { level: 'warn' },
  storage: {
    filesystem: { rootdirectory: `/var/lib/registry-${String(port)}` },
    delete: { enabled: true }
  },
  http: { addr: `${node}:${String(port)}` }
});

const authRegistry = ({ addresses, paths }: ConfigFacts): object => ({
  ...registry(addresses, PORTS.authRegistry),
  auth: { htpasswd: { realm: 'development', path: `${paths.etc}/htpasswd` } }
});
