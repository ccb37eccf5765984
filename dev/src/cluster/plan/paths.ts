/** Where an instance keeps its things: on the host, and as the node sees them. */

/** Paths below an instance's state folder. */
export interface InstancePaths {
  readonly folder: string;
  readonly state: string;
  readonly kubeconfig: string;
  /** Commands to the supervisor: HTTP on a socket of root alone. */
  readonly socket: string;
  readonly nodeLog: string;
  readonly logs: string;
  readonly audit: string;
  readonly pki: string;
  readonly etc: string;
  /** File that holds the node's disk, a file system of a size of its own. */
  readonly disk: string;
  /** Where the disk is mounted, in the node's namespace alone. */
  readonly mount: string;
  readonly tmp: string;
}

export function instancePaths(folder: string): InstancePaths {
  const below = (name: string): string => `${folder}/${name}`;
  return {
    folder,
    state: below('state.json'),
    kubeconfig: below('kubeconfig'),
    socket: below('control.sock'),
    nodeLog: below('node.log'),
    logs: below('logs'),
    audit: below('logs/audit.log'),
    pki: below('pki'),
    etc: below('etc'),
    disk: below('disk.img'),
    mount: below('disk'),
    tmp: below('tmp')
  };
}

/** Log file of a component. */
export const logOf = (paths: InstancePaths, component: string): string =>
  `${paths.logs}/${component}.log`;

/** Folders of the node that its own disk or memory covers: the host's stay untouched. */
const COVERED = ['/var/lib', '/var/log', '/run', '/proc', '/sys', '/dev'];

/** Longest path of a Unix socket, less what containerd and kubelet append. */
const SOCKET_LIMIT = 100;

/** The sentence to say when a state folder cannot be there; undefined when it can. */
export function folderProblem(folder: string): string | undefined {
  const covering = COVERED.find(
    path => folder === path || folder.startsWith(`${path}/`)
  );
  if (covering) {
    return `The cache folder may not be below ${covering}: the node has its own there. Set JKF_CACHE to another folder.`;
  }
  const socket = instancePaths(folder).socket;
  return socket.length > SOCKET_LIMIT
    ? `The path ${socket} is too long for a socket. Set JKF_CACHE to a shorter folder.`
    : undefined;
}
