/**
 * How the bundle comes into the pods of a cluster: inline where it fits, else in an image of
 * its own that is mounted, else as a layer of the image they run in.
 */
import {
  bytesText,
  problem,
  reason,
  type DeliveryPlan,
  type Message,
  type Problem,
  type Settings
} from '@jupyterlab-kubeflow/protocol';
import type { BundleEntry } from '../bundle/bundle.js';
import type { ImageVolumeObstacle } from '../cluster/image-volumes.js';
import type { RegistryPlace } from '../cluster/registry-place.js';
import { nameFault, parseReference } from '../image/reference.js';
import { inlineSize, sizeProblem } from '../kubernetes/inline.js';

/** What a delivery is decided from. */
export interface DeliveryFacts {
  /** Where images are pushed; absent: nobody says. */
  readonly registry?: Pick<RegistryPlace, 'push'>;
  /** Why pods cannot mount images, or that nobody knows; absent: they can. */
  readonly obstacle?: ImageVolumeObstacle;
}

export interface DecidedDelivery {
  readonly delivery: DeliveryPlan;
  readonly problem?: Problem;
}

export function decideDelivery(
  { delivery: wanted }: Pick<Settings, 'delivery'>,
  files: readonly BundleEntry[],
  facts: DeliveryFacts
): DecidedDelivery {
  const size = inlineSize(files);
  const tooLarge = sizeProblem(size);
  if (wanted === 'append' || wanted === 'image-volume') {
    return inImage(wanted, reason('chosen', {}), facts);
  }
  if (wanted === undefined && tooLarge && facts.registry) {
    const kind = facts.obstacle ? 'append' : 'image-volume';
    return inImage(kind, tooLargeReason(bytesText(size), facts.obstacle), facts);
  }
  const why =
    wanted === 'inline'
      ? reason('chosen', {})
      : reason('delivery-inline', { size: bytesText(size) });
  return {
    delivery: { kind: 'inline', reason: why },
    ...(tooLarge ? { problem: tooLarge } : {})
  };
}

/** Why it is not inline, and why it is mounted or not. */
function tooLargeReason(size: string, obstacle?: ImageVolumeObstacle): Message {
  if (!obstacle) return reason('delivery-image-volume', { size });
  switch (obstacle.what) {
    case 'server':
      return reason('delivery-append-server', { size, version: obstacle.version });
    case 'node': {
      const { node, runtime, kubelet } = obstacle;
      return reason('delivery-append-node', { size, node, runtime, kubelet });
    }
    case 'kind':
      return reason('delivery-append-kind', { size, kind: obstacle.kind });
    case 'unknown':
      return reason('delivery-append-unknown', { size });
  }
}

function inImage(
  kind: 'append' | 'image-volume',
  why: Message,
  { registry, obstacle }: DeliveryFacts
): DecidedDelivery {
  const delivery = { kind, reason: why } as const;
  if (!registry) return { delivery, problem: problem('delivery-push-unknown', {}) };
  const { push } = registry;
  const unable = kind === 'image-volume' ? obstacleProblem(obstacle) : undefined;
  const wrong = repositoryProblem(push) ?? unable;
  return { delivery: { ...delivery, push }, ...(wrong ? { problem: wrong } : {}) };
}

/** Who chooses it where nobody knows may know better. */
function obstacleProblem(obstacle?: ImageVolumeObstacle): Problem | undefined {
  switch (obstacle?.what) {
    case 'server':
      return problem('image-volume-server', { version: obstacle.version });
    case 'node': {
      const { node, runtime, kubelet } = obstacle;
      return problem('image-volume-node', { node, runtime, kubelet });
    }
    case 'kind':
      return problem('image-volume-kind', { kind: obstacle.kind });
    default:
      return undefined;
  }
}

/** Every run has a tag of its own there. */
function repositoryProblem(push: string): Problem | undefined {
  try {
    const { tag, digest } = parseReference(push);
    if (tag === undefined && digest === undefined) return undefined;
    const detail = 'it has a tag or digest; each run gets a tag of its own';
    return problem('image-name-invalid', { image: push, detail });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return problem('image-name-invalid', { image: push, detail: nameFault(error) });
  }
}
