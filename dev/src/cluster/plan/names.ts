/** Names of an instance: from the checkout's path, so that two checkouts never meet. */

/** What a name may be: it becomes part of file and interface names. */
const NAME = /^[a-z0-9]([a-z0-9-]{0,18}[a-z0-9])?$/;

/** Names of one cluster's things on this computer. */
export interface InstanceNames {
  readonly name: string;
  /** Interface on the host; the kernel allows 15 characters. */
  readonly hostLink: string;
  /** Its peer, before it moves into the node's namespace. */
  readonly nodeLink: string;
  /** Folder of the pods' cgroups, in every hierarchy. */
  readonly cgroup: string;
}

/** The name a checkout's cluster has unless another is given. */
export function nameOfCheckout(path: string, hash: (text: string) => string): string {
  return `c${hash(path).slice(0, 7)}`;
}

/** Refuses a name that cannot be part of other names. */
export function checkName(name: string): string {
  if (NAME.test(name)) return name;
  throw new Error(
    `“${name}” cannot name a cluster. Use up to 20 lower-case letters, digits and inner hyphens.`
  );
}

/**
 * All names of an instance. They get a hash: a long name would not fit, and the same name
 * may be used in another cache.
 * @param folder its state folder, without links on the way
 */
export function instanceNames(
  name: string,
  folder: string,
  hash: (text: string) => string
): InstanceNames {
  const short = hash(`link ${folder}`).slice(0, 8);
  return {
    name,
    hostLink: `jkf${short}h`,
    nodeLink: `jkf${short}n`,
    cgroup: `jkf-${name}-${short}`
  };
}

/** The sentence to say when a cluster is another checkout's; undefined when it is not. */
export function ownerProblem(
  name: string,
  owner: string,
  checkout: string
): string | undefined {
  if (owner === checkout) return undefined;
  return (
    `The cluster ${name} is that of the checkout ${owner}. ` +
    'Change it there, or take another --name.'
  );
}
