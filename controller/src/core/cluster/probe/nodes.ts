/** What nodes offer: cores, memory, GPUs and their types. */
import type { GpuChoice } from '@jupyterlab-kubeflow/protocol';
import { some } from '../../kubernetes/objects.js';
import { fieldsOf, textOf } from '../fields.js';
import { metadataOf, type KubeObject } from '../object.js';
import type { Platform } from '../../image/types.js';
import { quantityOf } from './quantity.js';

/** What a node has for pods. */
export interface NodeFacts {
  readonly name: string;
  /** e.g. `containerd://2.2.9`; absent where it is not said. */
  readonly runtime?: string;
  /** Version of the kubelet. */
  readonly kubelet?: string;
  readonly cpu: number;
  readonly memoryBytes: number;
  /** Extended resources, GPUs among them, by name; only those it has. */
  readonly devices: Readonly<Record<string, number>>;
  readonly labels: Readonly<Record<string, string>>;
}

/** Reads a Node, or as much of one as an administrator publishes. */
export function nodeOf(node: KubeObject): NodeFacts {
  const status = fieldsOf(node['status']);
  const allocatable = fieldsOf(status['allocatable']);
  const info = fieldsOf(status['nodeInfo']);
  const amounts = Object.entries(allocatable).flatMap(([name, text]) => {
    const amount = quantityOf(text) ?? 0;
    return name.includes('/') && amount > 0 ? [[name, amount] as const] : [];
  });
  return {
    name: metadataOf(node).name,
    ...some('runtime', textOf(info['containerRuntimeVersion'])),
    ...some('kubelet', textOf(info['kubeletVersion'])),
    cpu: quantityOf(allocatable['cpu']) ?? 0,
    memoryBytes: quantityOf(allocatable['memory']) ?? 0,
    devices: Object.fromEntries(amounts.filter(([name]) => isDevice(name))),
    labels: metadataOf(node).labels
  };
}

/** Not what Kubernetes and its neighbours count by the same means. */
function isDevice(resource: string): boolean {
  return !/^(kubernetes\.io|hugepages|attachable-volumes|vpc\.amazonaws\.com)/.test(
    resource
  );
}

/** Labels by which device plug-ins tell the type of a node's GPUs. */
const TYPE_LABELS: readonly string[] = [
  'nvidia.com/gpu.product',
  'cloud.google.com/gke-accelerator',
  'amd.com/gpu.product-name',
  'gpu.intel.com/product',
  'k8s.amazonaws.com/accelerator'
];

/** GPUs by resource, each with the most that one node has, and its types. */
export function gpusOf(nodes: readonly NodeFacts[]): GpuChoice[] {
  const resources = new Set(nodes.flatMap(({ devices }) => Object.keys(devices)));
  return [...resources].sort().map(resource => {
    const having = nodes.filter(({ devices }) => devices[resource] !== undefined);
    return {
      resource,
      perNode: Math.max(...having.map(({ devices }) => devices[resource] ?? 0)),
      types: typesOf(having)
    };
  });
}

function typesOf(nodes: readonly NodeFacts[]): GpuChoice['types'] {
  const texts = nodes.flatMap(({ labels }) =>
    TYPE_LABELS.flatMap(label => {
      const value = labels[label];
      return value === undefined ? [] : [`${label}=${value}`];
    })
  );
  return [...new Set(texts)].sort().map(text => {
    const equals = text.indexOf('=');
    return { label: text.slice(0, equals), value: text.slice(equals + 1) };
  });
}

/** Labels of managed groups of nodes, which may have none right now and grow. */
const GROWING =
  /^(karpenter\.sh\/|cloud\.google\.com\/gke-nodepool$|eks\.amazonaws\.com\/nodegroup$|kubernetes\.azure\.com\/agentpool$|doks\.digitalocean\.com\/node-pool$|cluster\.x-k8s\.io\/|node\.gardener\.cloud\/)/;

/** Whether nodes may be added when pods want more than there is. */
export function mayGrow(nodes: readonly NodeFacts[]): boolean {
  return nodes.some(({ labels }) =>
    Object.keys(labels).some(label => GROWING.test(label))
  );
}

const OS_LABEL = 'kubernetes.io/os';
const ARCHITECTURE_LABEL = 'kubernetes.io/arch';

/** Whether a node has all labels that a selector wants. */
export function selectedBy(
  selector: Readonly<Record<string, string>>
): (node: NodeFacts) => boolean {
  return ({ labels }) =>
    Object.entries(selector).every(([name, value]) => labels[name] === value);
}

/** The platforms of the nodes that a selector leaves. */
export function platformsOf(
  nodes: readonly NodeFacts[],
  selector: Readonly<Record<string, string>>
): readonly Platform[] {
  return nodes.filter(selectedBy(selector)).flatMap(({ labels }) => {
    const { [OS_LABEL]: os, [ARCHITECTURE_LABEL]: architecture } = labels;
    return os === 'linux' && architecture ? [{ os, architecture }] : [];
  });
}

/**
 * What images of pods are to be built for. Of several platforms it is linux/amd64 where
 * that is among them, else the first; unknown where no node is known.
 */
export function platformOf(
  nodes: readonly NodeFacts[],
  selector: Readonly<Record<string, string>>
): Platform | undefined {
  const platforms = platformsOf(nodes, selector);
  const usual = platforms.find(({ architecture }) => architecture === 'amd64');
  return usual ?? platforms[0];
}
