/**
 * Labels and annotations. Labels are for selecting and only hold what fits (63 characters
 * of `[A-Za-z0-9_.-]`); what says where a run comes from are annotations.
 */
import type { ManifestInput } from './input.js';
import { some, type Strings } from './objects.js';

/** Prefix of all labels, annotations and finalizers of ours. */
export const PREFIX = 'jupyterlab-kubeflow.io';

/** Labels of ours. */
export const LABELS = {
  run: `${PREFIX}/run`,
  /** Kind of the workload the object belongs to. */
  kind: `${PREFIX}/kind`,
  /** `record` on the record: watching all ConfigMaps would fetch every bundle. */
  part: `${PREFIX}/part`,
  /** Standard label; its value is `MANAGER`. */
  managedBy: 'app.kubernetes.io/managed-by'
} as const;

export const MANAGER = 'jupyterlab-kubeflow';

/** Annotations of ours. */
export const ANNOTATIONS = {
  /** Path of the notebook or file as the user named it. */
  notebook: `${PREFIX}/notebook`,
  commit: `${PREFIX}/commit`,
  /** Digest of the bundle. */
  bundle: `${PREFIX}/bundle`,
  image: `${PREFIX}/image`,
  user: `${PREFIX}/user`,
  /** The run this one repeats. */
  parent: `${PREFIX}/parent`,
  /** `true` on a workload whose manifest somebody has changed. */
  customised: `${PREFIX}/customised`,
  /** When the user cancelled the run, RFC 3339; on its workload. */
  cancelled: `${PREFIX}/cancelled`
} as const;

/** Kueue's label for the LocalQueue of a job. */
export const QUEUE_LABEL = 'kueue.x-k8s.io/queue-name';

/** Label (Istio 1.12 and later) and annotation (before): a proxy would never end. */
export const NO_PROXY = { 'sidecar.istio.io/inject': 'false' } as const;

/** What everything of a run is selected by. */
export function ownLabels({ id, workload }: ManifestInput): Strings {
  return {
    [LABELS.run]: id,
    [LABELS.kind]: workload.kind,
    [LABELS.managedBy]: MANAGER
  };
}

/** Where a run comes from. */
export function ownAnnotations({ plan, image, origin }: ManifestInput): Strings {
  return {
    [ANNOTATIONS.notebook]: plan.source.path,
    [ANNOTATIONS.bundle]: plan.bundle.digest,
    [ANNOTATIONS.image]: image.reference,
    ...some(ANNOTATIONS.commit, origin.commit),
    ...some(ANNOTATIONS.user, origin.user),
    ...some(ANNOTATIONS.parent, origin.parent)
  };
}

/** Labels of the workload: the user's, the queue, and ours, which win. */
export function workloadLabels(input: ManifestInput): Strings {
  const { labels, queue } = input.workload;
  return { ...labels, ...some(QUEUE_LABEL, queue), ...ownLabels(input) };
}

/** Annotations of the workload: the user's, and ours, which win. */
export function workloadAnnotations(input: ManifestInput): Strings {
  return { ...input.workload.annotations, ...ownAnnotations(input) };
}

/** Labels and annotations of pods: the queue is the workload's alone. */
export function podMetadata(input: ManifestInput): {
  readonly labels: Strings;
  readonly annotations: Strings;
} {
  return {
    labels: { ...input.workload.labels, ...NO_PROXY, ...ownLabels(input) },
    annotations: { ...workloadAnnotations(input), ...NO_PROXY }
  };
}
