/** Which cluster to use, and why: one that is named, one in containers, or our own. */

/** What was found on this computer. */
export interface MachineFacts {
  /** `JKF_KUBECONFIG`, when set. */
  readonly kubeconfig: string | undefined;
  /** Container engines that answer. */
  readonly engines: readonly ('docker' | 'podman')[];
  /** Commands on the PATH that make clusters in containers. */
  readonly makers: readonly ('kind' | 'k3d')[];
  readonly platform: string;
  readonly root: boolean;
  /** Debian, or a system that has `apt-get`. */
  readonly debian: boolean;
}

/** A way to a cluster; `because` is for people. */
export type Choice =
  | { readonly kind: 'given'; readonly kubeconfig: string; readonly because: string }
  | {
      readonly kind: 'containers';
      readonly maker: 'kind' | 'k3d';
      readonly engine: 'docker' | 'podman';
      readonly because: string;
    }
  | { readonly kind: 'built-in'; readonly because: string }
  | { readonly kind: 'none'; readonly because: string };

const NONE =
  'Nothing here can run a Kubernetes cluster. One of these will do:\n' +
  '  a cluster you have:    export JKF_KUBECONFIG=/path/to/its/kubeconfig\n' +
  '  Docker or Podman:      install Docker, and kind (kind.sigs.k8s.io) or k3d (k3d.io)\n' +
  '  Debian 12 with root:   run this command as root; it builds what it needs\n';

/** Decides; the first that is there wins. */
export function chooseCluster(facts: MachineFacts): Choice {
  if (facts.kubeconfig) {
    const because = `JKF_KUBECONFIG names ${facts.kubeconfig}; it is used as it is`;
    return { kind: 'given', kubeconfig: facts.kubeconfig, because };
  }
  return inContainers(facts) ?? builtIn(facts) ?? nothing(facts);
}

function inContainers({ engines, makers }: MachineFacts): Choice | undefined {
  const engine = engines.find(each => each === 'docker' || makers.includes('kind'));
  // k3d knows Docker alone.
  const maker = engine === 'podman' ? 'kind' : makers[0];
  if (!engine || !maker) return undefined;
  const because = `${engine} answers and ${maker} is on the PATH`;
  return { kind: 'containers', maker, engine, because };
}

function builtIn({
  platform,
  root,
  debian,
  ...facts
}: MachineFacts): Choice | undefined {
  if (platform !== 'linux' || !root || !debian) return undefined;
  const because = `no JKF_KUBECONFIG, ${lacks(facts)}; Debian with root is here`;
  return { kind: 'built-in', because };
}

function nothing({ platform, root, debian, ...facts }: MachineFacts): Choice {
  const here = [
    lacks(facts),
    platform === 'linux' && debian ? '' : 'this is not Debian',
    root ? '' : 'you are not root'
  ];
  const because = `${NONE}Found: ${here.filter(Boolean).join(', ')}.`;
  return { kind: 'none', because };
}

function lacks({ engines, makers }: Pick<MachineFacts, 'engines' | 'makers'>): string {
  if (engines.length === 0) return 'no Docker or Podman that answers';
  return makers.length === 0
    ? `${engines.join(' and ')} without kind or k3d`
    : `${engines.join(' and ')} does not go with ${makers.join(' and ')}`;
}
