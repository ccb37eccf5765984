/**
 * Kubernetes clusters, with the rights that kubectl would have here. Every method throws
 * `ClusterError` or `ProblemError` with a row of the error table; what takes a signal
 * rejects with the signal's reason when it is aborted.
 */
import type { Problem } from '@jupyterlab-kubeflow/protocol';
import type { LogItem, LogLine } from '../core/cluster/log-parser.js';
import type { LogGap } from '../core/cluster/log-resume.js';
import type { KubeObject, Resource } from '../core/cluster/object.js';
import type { Change } from '../core/cluster/store.js';
import type { ClusterTarget } from '../core/cluster/target.js';

export interface Clusters {
  /**
   * Every context of the kubeconfig, and the service account of the pod we run in, the
   * current one marked. Nothing is contacted; none when there is neither.
   * `kubeconfig-invalid` when a file is no YAML.
   */
  targets(): Promise<readonly ClusterTarget[]>;
  /**
   * Access to the cluster of a context; the same object for the same context.
   * `context-missing` when no kubeconfig has it.
   */
  open(context: string): Promise<ClusterApi>;
  /** Ends all watches and connections; open APIs can be used no more. */
  close(): void;
}

/** Ends a call early. */
export interface CallOptions {
  readonly signal?: AbortSignal;
}

/** Which objects of a resource. */
export interface Scope {
  /** Absent: those of all namespaces. */
  readonly namespace?: string;
  /** e.g. `jupyterlab-kubeflow.io/run=digits-x7`. */
  readonly labels?: string;
  /** e.g. `involvedObject.name=digits`. */
  readonly fields?: string;
}

export interface WriteOptions extends CallOptions {
  /** Admission runs, nothing is stored. */
  readonly dryRun?: boolean;
}

export interface ApplyOptions extends WriteOptions {
  /** Take fields over from other managers; without it they are `object-conflict`. */
  readonly force?: boolean;
}

export interface DeleteOptions extends WriteOptions {
  /** Only when it is still this object. */
  readonly uid?: string;
  /** Of pods; absent: as the object says. */
  readonly graceSeconds?: number;
  /** What becomes of what it owns. @default 'Background' */
  readonly propagation?: 'Background' | 'Foreground' | 'Orphan';
}

/** What is to be done, in words of RBAC. */
export interface Access {
  readonly verb: string;
  readonly resource: Resource;
  readonly subresource?: string;
  /** Absent: in the whole cluster. */
  readonly namespace?: string;
  readonly name?: string;
}

/** What the cluster answers to it. */
export interface Review {
  readonly allowed: boolean;
  /** The authoriser's own words; often empty. */
  readonly reason: string;
}

/** Told of the objects of a watch. It must not throw. */
export interface WatchListener {
  /**
   * What has changed since the last call; the first call brings all objects, as added,
   * and comes for none too: then the watch knows all there is.
   */
  changed(changes: readonly Change[]): void;
  /** The watch is cut off and tries again by itself; undefined: it goes on. */
  interrupted?(problem: Problem | undefined): void;
}

/** Whose output to read. */
export interface LogRequest extends CallOptions {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
  /** The container's output before it was started again. */
  readonly previous?: boolean;
  /** Wait for more until the container has ended. @default false */
  readonly follow?: boolean;
  /**
   * Lines that the caller has already, in order, at least those of the last two seconds:
   * the log goes on behind them. @default none: from the first line
   */
  readonly given?: readonly LogLine[];
}

export type LogEntry =
  /** A line of the container, or what the node says about its log. */
  | LogItem
  | LogGap
  /** The container was started again; what follows is the new one's output. */
  | { readonly kind: 'restarted'; readonly restarts: number };

/** The API server of one context. Objects are the server's JSON, untouched. */
export interface ClusterApi {
  readonly target: ClusterTarget;
  /** JSON of any path, e.g. `/version`, `/apis/batch/v1`. */
  read(path: string, options?: CallOptions): Promise<KubeObject>;
  /** `object-missing`, `namespace-missing`, `kind-absent`, `cluster-forbidden`, …. */
  get(
    resource: Resource,
    place: { readonly namespace?: string; readonly name: string },
    options?: CallOptions
  ): Promise<KubeObject>;
  /** All objects of the scope, page by page. */
  list(
    resource: Resource,
    scope: Scope,
    options?: CallOptions
  ): Promise<readonly KubeObject[]>;
  /** The object as stored. The namespace is that of its metadata. */
  create(
    resource: Resource,
    object: KubeObject,
    options?: WriteOptions
  ): Promise<KubeObject>;
  /** Server-side apply, as field manager `jupyterlab-kubeflow`. */
  apply(
    resource: Resource,
    object: KubeObject,
    options?: ApplyOptions
  ): Promise<KubeObject>;
  /** JSON merge patch: `null` removes a field, a list replaces the whole one. */
  patch(
    resource: Resource,
    place: { readonly namespace?: string; readonly name: string },
    change: KubeObject,
    options?: WriteOptions
  ): Promise<KubeObject>;
  /** Resolves when the server has taken it; the object may live on for a while. */
  delete(
    resource: Resource,
    place: { readonly namespace?: string; readonly name: string },
    options?: DeleteOptions
  ): Promise<void>;
  /** Whether the user may do it: SelfSubjectAccessReview. */
  review(access: Access, options?: CallOptions): Promise<Review>;
  /**
   * Tells of all objects of a scope and then of what changes, until the signal is
   * aborted. All listeners of a scope share one connection.
   */
  watch(
    resource: Resource,
    scope: Scope,
    listener: WatchListener,
    signal: AbortSignal
  ): void;
  /** Output of a container from its first line, nothing doubled, gaps told. */
  logs(request: LogRequest): AsyncIterable<LogEntry>;
}
