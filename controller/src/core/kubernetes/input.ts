/** What manifests are made from: values that were decided, and facts about the cluster. */
import type { ClusterWorkload, Plan } from '@jupyterlab-kubeflow/protocol';

/** A file as it is delivered. */
export interface DeliveredFile {
  /** Path below the working folder, `/` between parts; never absolute, never `..`. */
  readonly path: string;
  /** Permission bits, 0o644 or 0o755. */
  readonly mode: number;
  readonly bytes: Uint8Array;
}

/** How the bundle comes into the pods. */
export type Delivery =
  /** In a ConfigMap, over an unchanged image. */
  | { readonly kind: 'inline'; readonly files: readonly DeliveredFile[] }
  /** In the image itself, below this absolute folder. */
  | { readonly kind: 'image'; readonly folder: string }
  /** At the root of an image of its own, by digest, mounted beside an unchanged one. */
  | { readonly kind: 'image-volume'; readonly reference: string };

export interface ImageFacts {
  /** As the kubelet pulls it, by digest: `registry/repository@sha256:…`. */
  readonly reference: string;
  /** Python 3.8 or later in the image: a path, or a name on its PATH, e.g. `python3`. */
  readonly python: string;
}

/** Fields of a TrainJob that the cluster's version of its API has. */
export interface TrainJobSchema {
  /** Fields of `spec`. */
  readonly spec: readonly string[];
  /** How it changes pods of its runtime; the three differ in shape. */
  readonly overrides: 'runtimePatches' | 'podTemplateOverrides' | 'podSpecOverrides';
  /** Fields of the pods' spec that can be changed. */
  readonly pod: readonly string[];
  /** Fields of a container that can be changed. */
  readonly container: readonly string[];
  /** Whether labels and annotations of the pods can be changed. */
  readonly metadata: boolean;
  /** Whether a volume of the pods can be an image. */
  readonly imageVolumes: boolean;
}

/** Facts about the cluster that decide what manifests look like. */
export interface ClusterFacts {
  /** Kubernetes 1.29 or later: init containers with `restartPolicy: Always`. */
  readonly nativeSidecars: boolean;
  /** Absent where there is no TrainJob. */
  readonly trainJob?: TrainJobSchema;
}

/** Who started the run, and from what. */
export interface Origin {
  readonly user?: string;
  /** Hex digest of the commit the notebook was at. */
  readonly commit?: string;
  /** The run this one repeats. */
  readonly parent?: string;
}

/** Everything that manifests are made from. */
export interface ManifestInput {
  /** Id of the run, which is also the workload's name. */
  readonly id: string;
  readonly namespace: string;
  readonly plan: Plan;
  readonly workload: ClusterWorkload;
  readonly image: ImageFacts;
  readonly delivery: Delivery;
  readonly origin: Origin;
  readonly cluster: ClusterFacts;
}
