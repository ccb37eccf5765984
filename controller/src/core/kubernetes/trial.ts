/**
 * What an API server is asked to try before a run: the workload, and a pod of each kind it
 * will have, as its controller makes them. Pod Security, LimitRanges and quotas look only
 * at pods.
 */
import type { WorkloadKind } from '@jupyterlab-kubeflow/protocol';
import type { ManifestInput } from './input.js';
import { manifestsFor } from './manifests.js';
import type { Container, KubernetesObject, PodTemplate } from './objects.js';

export interface Trial {
  readonly workload: KubernetesObject;
  /** By role, as the workload's object writes it; none for a TrainJob: its runtime's are not ours. */
  readonly pods: readonly TrialPod[];
}

export interface TrialPod {
  readonly role: string;
  readonly object: KubernetesObject;
}

/** Name of what is tried; nothing of it is stored. */
export function trialId(name: string): string {
  return `${name}-check`;
}

/** @param input - its id is that of the trial, its files need not be read */
export function trialOf(input: ManifestInput): Trial {
  const workload = manifestsFor(input).at(-1);
  if (!workload) throw new Error('a run without a workload');
  return { workload, pods: podsOf(input, workload) };
}

interface ReplicaSpec {
  readonly restartPolicy?: string;
  readonly template: PodTemplate;
}

type Specs = Readonly<Record<string, ReplicaSpec>>;

const SPECS: Readonly<Record<WorkloadKind, (object: KubernetesObject) => Specs>> = {
  Job: ({ spec }) => whole({ Worker: spec }),
  PyTorchJob: ({ spec }) => withInit(whole(spec?.['pytorchReplicaSpecs'])),
  TFJob: ({ spec }) => whole(spec?.['tfReplicaSpecs']),
  TrainJob: () => ({})
};

/** Those that still have pods: who edits a manifest may take them out, and the server says so. */
function whole(specs: unknown): Specs {
  const all = Object.entries(
    (specs ?? {}) as Record<string, Partial<ReplicaSpec> | null>
  );
  const found = all.filter(([, spec]) => isValues(spec?.template?.spec));
  return Object.fromEntries(found) as Specs;
}

function isValues(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

function podsOf(input: ManifestInput, workload: KubernetesObject): TrialPod[] {
  const specs = SPECS[input.workload.kind](workload);
  return Object.entries(specs).map(([role, spec]) => ({
    role,
    object: podOf(input, role, spec)
  }));
}

function podOf(
  { id, namespace }: ManifestInput,
  role: string,
  { restartPolicy = 'Never', template }: ReplicaSpec
): KubernetesObject {
  const { metadata, spec } = template;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { ...metadata, name: `${id}-${role.toLowerCase()}-0`, namespace },
    // What the controller sets from the replicas' policy; of a Job the template has it.
    spec: { restartPolicy, ...spec }
  };
}

/**
 * Workers that have a master get a container of the training operator (1.9) that waits for
 * its name. It has no security context: a namespace that wants one refuses the pod.
 */
function withInit(specs: Specs): Specs {
  const { Master, Worker } = specs;
  if (!Master || !Worker) return specs;
  const { template } = Worker;
  const initContainers = [
    ...(template.spec.initContainers ?? []),
    OPERATOR_INIT as unknown as Container
  ];
  const spec = { ...template.spec, initContainers };
  return { ...specs, Worker: { ...Worker, template: { ...template, spec } } };
}

const OPERATOR_INIT = {
  name: 'init-pytorch',
  image: 'alpine:3.10',
  command: ['sh', '-c', 'true'],
  resources: {
    limits: { cpu: '100m', memory: '20Mi' },
    requests: { cpu: '50m', memory: '10Mi' }
  }
};
