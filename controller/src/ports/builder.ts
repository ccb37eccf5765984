/** Programs that build an image of a Dockerfile by running its commands, and push it. */
import type { Message, Problem } from '@jupyterlab-kubeflow/protocol';
import type { Digest } from '../core/image/digest.js';
import type { DeliveredFile } from '../core/kubernetes/input.js';
import type { Login } from '../core/registry/login.js';
import type { Located } from '../core/registry/repository.js';
import type { CallOptions } from './cluster.js';

export interface BuildRequest {
  readonly dockerfile: string;
  /** What the Dockerfile may copy, by paths below the context. */
  readonly files: readonly DeliveredFile[];
  readonly push: Located;
  /** The repository has a cache of earlier builds (`CACHE_TAG`). */
  readonly isCached?: true;
  /** Hosts with their ports that are asked without TLS; no other is. */
  readonly plainHttp: readonly string[];
  /** By hosts with their ports. */
  readonly logins: ReadonlyMap<string, Login>;
}

export interface BuildWatch extends CallOptions {
  /** A line of the build's log. */
  readonly onLine?: (line: string) => void;
  /** What it does, or waits for. */
  readonly onProgress?: (doing: Message) => void;
  /** What keeps it from going on by itself; undefined: it goes on. */
  readonly onObstacle?: (problem: Problem | undefined) => void;
}

export interface Builder {
  /** For sentences, e.g. `buildah`. */
  readonly name: string;
  /**
   * Builds and pushes. `builder-failed` or `builder-push-failed`; the signal's reason when
   * it is aborted. Nothing is left but what was pushed.
   * @returns the digest of the manifest, as the program says it
   */
  build(request: BuildRequest, watch?: BuildWatch): Promise<Digest>;
}
