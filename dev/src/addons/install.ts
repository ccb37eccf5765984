/** Puts an add-on into a cluster: the only order that works in every cluster. */
import type {
  Addon,
  AddonFacts,
  Condition,
  HostProgram,
  KubernetesObject
} from './addon.js';
import type { Kustomization } from './kustomization.js';
import { addonObjects } from './objects.js';

/** What can be done to a cluster. One with a node of its own can do all of it. */
export interface AddonTarget {
  /** The objects of a kustomization. */
  readonly render: (kustomization: Kustomization) => Promise<KubernetesObject[]>;
  /** Makes objects what they should be, in this order. */
  readonly apply: (objects: readonly KubernetesObject[]) => Promise<void>;
  /** Returns when the condition holds. */
  readonly await: (condition: Condition) => Promise<void>;
  /** Adds to a node's capacity. */
  readonly addCapacity: (capacity: Readonly<Record<string, string>>) => Promise<void>;
  /** Sends packets for a range nowhere. */
  readonly block: (range: string) => Promise<void>;
  /** Runs a program on the node until the cluster ends; returns when it works. */
  readonly runProgram: (program: HostProgram) => Promise<void>;
}

/** Returns when the add-on is ready; again and again gives the same. */
export async function installAddon(
  addon: Addon,
  facts: AddonFacts,
  target: AddonTarget
): Promise<void> {
  const content = addon.content(facts);
  const objects = await addonObjects(content, target.render);
  // Before anything may send to it.
  for (const range of content.unreachable ?? []) await target.block(range);
  if (objects.length > 0) await target.apply(objects);
  if (content.capacity) await target.addCapacity(content.capacity);
  // After its rights: it would start with refusals.
  if (content.program) await target.runProgram(content.program);
  await Promise.all(content.ready.map(target.await));
}
