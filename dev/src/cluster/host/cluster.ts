/** What can be done to a cluster, whatever it runs in. */

/** A cluster as a whole. */
export interface Cluster {
  up(addons: readonly string[]): Promise<void>;
  /** Undoes an `up` that is not to go on. */
  cancel(): Promise<void>;
  down(): Promise<void>;
  reset(): Promise<void>;
  /** Kubeconfig and kubectl, when the cluster is up. */
  access(): Promise<Access>;
}

/** How to talk to a cluster. */
export interface Access {
  readonly kubectl: string;
  readonly kubeconfig: string;
}
