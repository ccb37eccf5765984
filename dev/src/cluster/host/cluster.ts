/** What can be done to a cluster, whatever it runs in. */

/** A cluster as a whole. */
export interface Cluster {
  /** Aborting it leaves what was complete before, or nothing. */
  up(addons: readonly string[], signal: AbortSignal): Promise<void>;
  down(): Promise<void>;
  reset(signal: AbortSignal): Promise<void>;
  /** Kubeconfig and kubectl, when the cluster is up. */
  access(): Promise<Access>;
}

/** How to talk to a cluster. */
export interface Access {
  readonly kubectl: string;
  readonly kubeconfig: string;
}
