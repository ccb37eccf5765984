/**
 * A Job of N ranks: indexed, with a headless Service by which they find the first one, and
 * the variables torchrun would set. A rank's number comes from the downward API.
 */
import { rankCount } from '../../workload/workload.js';
import { MEETING_PORT } from '../containers.js';
import { value } from '../environment.js';
import type { ManifestInput } from '../input.js';
import { LABELS, ownAnnotations, ownLabels } from '../labels.js';
import { firstRankHost, serviceName } from '../names.js';
import { some, type ContainerEnv, type KubernetesObject } from '../objects.js';
import { podTemplate } from '../pod.js';
import { workloadMetadata } from './metadata.js';

/** Annotation (and label, since 1.28) with the rank of a pod of an indexed Job. */
const INDEX = "metadata.annotations['batch.kubernetes.io/job-completion-index']";

/** The Job, after the Service it needs. */
export function job(input: ManifestInput): KubernetesObject[] {
  const { id, workload } = input;
  const ranks = rankCount(workload);
  const several = ranks > 1;
  const rank = { role: 'worker', env: rankVariables(input, ranks) } as const;
  const extras = {
    // The log of a failed pod stays, and a retry is a pod of its own.
    restartPolicy: 'Never',
    ...(several ? { subdomain: serviceName(id) } : {})
  } as const;
  const object: KubernetesObject = {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: workloadMetadata(input),
    spec: {
      completionMode: 'Indexed',
      completions: ranks,
      parallelism: ranks,
      backoffLimit: workload.retries,
      ttlSecondsAfterFinished: workload.ttlSeconds,
      suspend: workload.suspend,
      ...some('activeDeadlineSeconds', workload.deadlineSeconds),
      template: podTemplate(input, rank, extras)
    }
  };
  return several ? [service(input), object] : [object];
}

/** Names of all pods, also of those that are not ready: ranks meet before they are. */
function service(input: ManifestInput): KubernetesObject {
  const { id, namespace } = input;
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {
      name: serviceName(id),
      namespace,
      labels: ownLabels(input),
      annotations: ownAnnotations(input)
    },
    spec: {
      clusterIP: 'None',
      publishNotReadyAddresses: true,
      selector: { [LABELS.run]: id },
      ports: [{ name: 'meeting', port: MEETING_PORT }]
    }
  };
}

/** Nothing for a single plain rank, as on the local target. */
function rankVariables({ id, plan }: ManifestInput, ranks: number): ContainerEnv[] {
  const { framework } = plan.workload;
  if (ranks === 1 && framework !== 'torch') return [];
  const host = ranks > 1 ? firstRankHost(id) : 'localhost';
  const meet: [string, string][] = [
    ['MASTER_ADDR', host],
    ['MASTER_PORT', String(MEETING_PORT)]
  ];
  const own = [
    ...meet.map(([name, text]) => value(name, text)),
    value('WORLD_SIZE', String(ranks)),
    index('RANK')
  ];
  if (framework !== 'torch') return own;
  return [
    ...own,
    ...meet.map(([name, text]) => value(`PET_${name}`, text)),
    value('PET_NPROC_PER_NODE', 'auto'),
    value('PET_NNODES', String(ranks)),
    index('PET_NODE_RANK')
  ];
}

function index(name: string): ContainerEnv {
  return { name, valueFrom: { fieldRef: { fieldPath: INDEX } } };
}
