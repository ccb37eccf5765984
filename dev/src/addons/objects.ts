/** All objects of an add-on, in an order in which the API takes them. */
import type { AddonContent, KubernetesObject } from './addon.js';
import type { Kustomization } from './kustomization.js';

/** What others need comes first; what can refuse others comes last. */
const FIRST = ['Namespace', 'CustomResourceDefinition'];
const LAST = ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'];

/** The objects in the order to create them; equals keep theirs. */
export function inCreationOrder(
  objects: readonly KubernetesObject[]
): KubernetesObject[] {
  return [...objects].sort((a, b) => rank(a) - rank(b));
}

function rank({ kind }: KubernetesObject): number {
  const name = String(kind);
  if (FIRST.includes(name)) return FIRST.indexOf(name);
  return FIRST.length + (LAST.includes(name) ? 1 : 0);
}

/**
 * The objects of its kustomizations and its own.
 * @param render gives the objects of one kustomization
 */
export async function addonObjects(
  { kustomizations = [], objects = [] }: AddonContent,
  render: (kustomization: Kustomization) => Promise<readonly KubernetesObject[]>
): Promise<KubernetesObject[]> {
  const rendered = await Promise.all(kustomizations.map(render));
  return inCreationOrder([...rendered.flat(), ...objects]);
}
