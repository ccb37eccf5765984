/** From the plan of a run on a cluster to what its manifests are made from. */
import type {
  ClusterPlan,
  ClusterRef,
  ImageEnvironment,
  Plan
} from '@jupyterlab-kubeflow/protocol';
import { IMAGE_FOLDER } from '../image/bundle-layer.js';
import type {
  ClusterFacts,
  DeliveredFile,
  Delivery,
  ImageFacts,
  ManifestInput,
  Origin
} from './input.js';

/** A plan whose target is a cluster. */
export interface PlanForCluster extends Plan {
  readonly target: ClusterRef;
  readonly environment: ImageEnvironment;
  readonly cluster: ClusterPlan;
}

export function isForCluster(plan: Plan): plan is PlanForCluster {
  return (
    plan.target.kind === 'cluster' &&
    plan.environment.kind === 'image' &&
    plan.cluster !== undefined
  );
}

/** What is known when a run is started, besides its plan. */
export interface Start {
  readonly id: string;
  readonly plan: PlanForCluster;
  readonly delivery: Delivery;
  /** The image with the bundle in it. @default the plan's */
  readonly image?: ImageFacts;
  readonly origin: Origin;
  readonly cluster: ClusterFacts;
}

export function manifestInput({ plan, image, ...start }: Start): ManifestInput {
  const { environment, target, cluster } = plan;
  return {
    ...start,
    plan,
    namespace: target.namespace,
    workload: cluster.workload,
    image: image ?? { reference: environment.image, python: environment.python }
  };
}

/**
 * What stands for an image that is not built yet: the same objects, with a name like its
 * own in them.
 */
export function standIn({
  environment,
  cluster
}: PlanForCluster): Pick<Start, 'delivery' | 'image'> {
  const { kind, push = environment.image } = cluster.delivery;
  const reference = `${push}@sha256:${'0'.repeat(64)}`;
  switch (kind) {
    case 'inline':
      return inline([]);
    case 'image-volume':
      return { delivery: { kind, reference } };
    case 'append':
      return {
        image: { reference, python: environment.python },
        delivery: { kind: 'image', folder: IMAGE_FOLDER }
      };
  }
}

/** Delivery over an unchanged image. */
export function inline(files: readonly DeliveredFile[]): Pick<Start, 'delivery'> {
  return { delivery: { kind: 'inline', files } };
}
