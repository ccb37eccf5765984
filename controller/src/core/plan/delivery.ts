/** How the bundle comes into the pods of a cluster: inline where it fits, else in an image. */
import {
  bytesText,
  problem,
  reason,
  type DeliveryPlan,
  type Problem,
  type Settings
} from '@jupyterlab-kubeflow/protocol';
import type { BundleEntry } from '../bundle/bundle.js';
import type { RegistryPlace } from '../cluster/registry-place.js';
import { nameFault, parseReference } from '../image/reference.js';
import { inlineSize, sizeProblem } from '../kubernetes/inline.js';

/** What a delivery is decided from. */
export interface DeliveryFacts {
  /** Where images are pushed; absent: nobody says. */
  readonly registry?: Pick<RegistryPlace, 'push'>;
}

export interface DecidedDelivery {
  readonly delivery: DeliveryPlan;
  readonly problem?: Problem;
}

export function decideDelivery(
  { delivery: wanted }: Pick<Settings, 'delivery'>,
  files: readonly BundleEntry[],
  { registry }: DeliveryFacts
): DecidedDelivery {
  const size = inlineSize(files);
  const tooLarge = sizeProblem(size);
  if (wanted === 'append') return append(registry, reason('chosen', {}));
  if (wanted === undefined && tooLarge && registry) {
    return append(registry, reason('delivery-too-large', { size: bytesText(size) }));
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

function append(
  registry: DeliveryFacts['registry'],
  why: DeliveryPlan['reason']
): DecidedDelivery {
  const delivery = { kind: 'append', reason: why } as const;
  if (!registry) return { delivery, problem: problem('delivery-push-unknown', {}) };
  const { push } = registry;
  const wrong = repositoryProblem(push);
  return { delivery: { ...delivery, push }, ...(wrong ? { problem: wrong } : {}) };
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
