/**
 * The programs that the development cluster is made of, one row an engine. Versions stand
 * in the `go.mod` files below `dev/engines` and nowhere else.
 */

/** How one engine is built. */
export interface Engine {
  /** Folder of its Go module below `dev/engines`. @default that which most share */
  readonly folder?: string;
  /** The main package: `./<folder>` for one of ours, else that of the published module. */
  readonly package: string;
  /** The published module whose version is the engine's; absent when the code is ours. */
  readonly module?: string;
  /** Names to call it by. More than one: a single program that looks at its name. */
  readonly binaries: readonly [string, ...string[]];
  /** Published modules of binaries whose version is not the engine's. */
  readonly modules?: Readonly<Record<string, string>>;
  /** Variables that the linker sets, from the engine's version. */
  readonly stamps?: (version: string) => Readonly<Record<string, string>>;
  /** Build tags: what is left out. */
  readonly tags?: readonly string[];
  /** Folders of the published module that are kept beside the binary: its manifests. */
  readonly manifests?: readonly string[];
  /**
   * Seconds of a build on two cores when Go's cache has what the rows above share with it:
   * for the estimate only.
   */
  readonly seconds: number;
}

const kubernetesVersion = (version: string): Readonly<Record<string, string>> => {
  const [major = '', minor = ''] = version.replace(/^v/, '').split('.');
  const component = 'k8s.io/component-base/version';
  return {
    [`${component}.gitVersion`]: version,
    [`${component}.gitMajor`]: major,
    [`${component}.gitMinor`]: minor,
    'k8s.io/client-go/pkg/version.gitVersion': version
  };
};

const CONTAINERD = {
  folder: 'containerd',
  module: 'github.com/containerd/containerd/v2',
  stamps: (version: string) => ({
    'github.com/containerd/containerd/v2/version.Version': version.replace(/^v/, '')
  }),
  // Snapshotters the node has no disks for.
  tags: ['no_btrfs', 'no_devmapper', 'no_zfs']
};

const BUILDKIT = {
  folder: 'buildkit',
  module: 'github.com/moby/buildkit',
  stamps: (version: string) => ({
    'github.com/moby/buildkit/version.Version': version
  })
};

const TABLE = {
  node: {
    package: './node',
    module: 'k8s.io/kubernetes',
    binaries: [
      'coredns',
      'etcd',
      'kube-apiserver',
      'kube-controller-manager',
      'kube-proxy',
      'kube-scheduler',
      'kubectl',
      'kubelet',
      'metrics-server',
      'registry',
      'storage-provisioner'
    ],
    modules: {
      coredns: 'github.com/coredns/coredns',
      etcd: 'go.etcd.io/etcd/server/v3',
      'metrics-server': 'sigs.k8s.io/metrics-server',
      registry: 'github.com/distribution/distribution/v3'
    },
    stamps: kubernetesVersion,
    seconds: 540
  },
  containerd: {
    ...CONTAINERD,
    package: 'github.com/containerd/containerd/v2/cmd/containerd',
    binaries: ['containerd'],
    seconds: 60
  },
  'containerd-shim': {
    ...CONTAINERD,
    package: 'github.com/containerd/containerd/v2/cmd/containerd-shim-runc-v2',
    binaries: ['containerd-shim-runc-v2'],
    seconds: 5
  },
  pause: { package: './pause', binaries: ['pause'], seconds: 5 },
  kubectl: {
    package: './kubectl',
    module: 'k8s.io/kubectl',
    binaries: ['kubectl'],
    // Kubernetes v1.N.x publishes its modules as v0.N.x.
    stamps: version => kubernetesVersion(version.replace(/^v0\./, 'v1.')),
    seconds: 20
  },
  'training-operator': {
    package: 'github.com/kubeflow/training-operator/cmd/training-operator.v1',
    module: 'github.com/kubeflow/training-operator',
    binaries: ['training-operator'],
    manifests: ['manifests'],
    seconds: 70
  },
  jobset: {
    package: 'sigs.k8s.io/jobset',
    module: 'sigs.k8s.io/jobset',
    binaries: ['jobset'],
    manifests: ['config'],
    seconds: 40
  },
  trainer: {
    package: 'github.com/kubeflow/trainer/v2/cmd/trainer-controller-manager',
    module: 'github.com/kubeflow/trainer/v2',
    binaries: ['trainer-controller-manager'],
    manifests: ['manifests'],
    seconds: 40
  },
  versitygw: {
    package: 'github.com/versity/versitygw/cmd/versitygw',
    module: 'github.com/versity/versitygw',
    binaries: ['versitygw'],
    seconds: 100
  },
  buildkitd: {
    ...BUILDKIT,
    package: 'github.com/moby/buildkit/cmd/buildkitd',
    binaries: ['buildkitd'],
    seconds: 90
  },
  buildctl: {
    ...BUILDKIT,
    package: 'github.com/moby/buildkit/cmd/buildctl',
    binaries: ['buildctl'],
    seconds: 15
  },
  kwok: {
    package: 'sigs.k8s.io/kwok/cmd/kwok',
    module: 'sigs.k8s.io/kwok',
    binaries: ['kwok'],
    manifests: ['kustomize'],
    seconds: 50
  }
} as const satisfies Readonly<Record<string, Engine>>;

/** Name of a row. */
export type EngineName = keyof typeof TABLE;

/** All engines. */
export const ENGINES: Readonly<Record<EngineName, Engine>> = TABLE;
