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
import { inlineSize, sizeProblem } from '../kubernetes/inline.js';

/** What a delivery is decided from. */
export interface DeliveryFacts {
  /** Where images are pushed, e.g. `registry.example.org/team/runs`; absent: nowhere. */
  readonly push?: string;
}

export interface DecidedDelivery {
  readonly delivery: DeliveryPlan;
  readonly problem?: Problem;
}

export function decideDelivery(
  { delivery: wanted }: Pick<Settings, 'delivery'>,
  files: readonly BundleEntry[],
  { push }: DeliveryFacts
): DecidedDelivery {
  const size = inlineSize(files);
  const tooLarge = sizeProblem(size);
  if (wanted === 'append') return append(push, reason('chosen', {}));
  if (wanted === undefined && tooLarge && push !== undefined) {
    return append(push, reason('delivery-too-large', { size: bytesText(size) }));
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
  push: string | undefined,
  why: DeliveryPlan['reason']
): DecidedDelivery {
  const delivery = { kind: 'append', reason: why } as const;
  return push === undefined
    ? { delivery, problem: problem('delivery-push-unknown', {}) }
    : { delivery: { ...delivery, push } };
}
