/**
 * A TrainJob. Pods are its runtime's: a job can give the trainer's image, command,
 * variables and resources, and change what its version of the API lets it change. It can
 * have no init container of its own, so events go into the rank's log.
 */
import { fail } from '@jupyterlab-kubeflow/protocol';
import { rankCount } from '../../workload/workload.js';
import {
  CONTAINER_NAMES,
  rankCommand,
  rankMounts,
  rankResources
} from '../containers.js';
import { rankEnvironment } from '../environment.js';
import type { ManifestInput, TrainJobSchema } from '../input.js';
import { PREFIX, podMetadata } from '../labels.js';
import { TRAINER_JOB } from '../names.js';
import { some, type KubernetesObject } from '../objects.js';
import { graceSeconds, placement, podVolumes } from '../pod.js';
import { CONTAINER_SECURITY, POD_SECURITY } from '../security.js';
import { workloadMetadata } from './metadata.js';

type Values = Readonly<Record<string, unknown>>;

/** Group and version of TrainJob. */
export const TRAINER_API = 'trainer.kubeflow.org/v1alpha1';

/** Who the patches of the runtime are from. */
const MANAGER = `${PREFIX}/gateway`;

export function trainJob(input: ManifestInput): KubernetesObject[] {
  const { workload, cluster } = input;
  const { runtime, suspend, deadlineSeconds } = workload;
  if (!cluster.trainJob) return fail('workload-kind-absent', { kind: 'TrainJob' });
  if (!runtime) return fail('workload-runtime-missing', {});
  const spec: Values = {
    runtimeRef: { apiGroup: 'trainer.kubeflow.org', ...runtime },
    trainer: trainer(input),
    suspend,
    ...some('activeDeadlineSeconds', deadlineSeconds),
    labels: podMetadata(input).labels,
    annotations: podMetadata(input).annotations,
    [cluster.trainJob.overrides]: [overrides(input, cluster.trainJob)]
  };
  return [
    {
      apiVersion: TRAINER_API,
      kind: 'TrainJob',
      metadata: workloadMetadata(input),
      spec: only(spec, cluster.trainJob.spec)
    }
  ];
}

/** What has a place of its own in every version. */
function trainer(input: ManifestInput): Values {
  const { workload, image } = input;
  const processes = workload.nprocPerNode;
  return {
    image: image.reference,
    command: rankCommand(input),
    env: rankEnvironment(input, [], false),
    numNodes: rankCount(workload),
    resourcesPerNode: rankResources(workload, 'worker'),
    // Without a number, Trainer starts one process a GPU, or else a CPU.
    ...(processes === 'auto' ? {} : { numProcPerNode: processes ?? 1 })
  };
}

/** The changes of the pods, in the shape of the version. */
function overrides(input: ManifestInput, schema: TrainJobSchema): Values {
  const spec = only(podChanges(input, schema), schema.pod);
  const changes = {
    ...(schema.metadata ? { metadata: podMetadata(input) } : {}),
    spec
  };
  switch (schema.overrides) {
    case 'podSpecOverrides':
      return { targetJobs: [{ name: TRAINER_JOB }], ...spec };
    case 'podTemplateOverrides':
      return { targetJobs: [{ name: TRAINER_JOB }], ...changes };
    case 'runtimePatches':
      return { manager: MANAGER, trainingRuntimeSpec: runtimePatch(changes) };
  }
}

function runtimePatch(template: Values): Values {
  const job = { name: TRAINER_JOB, template: { spec: { template } } };
  return { template: { spec: { replicatedJobs: [job] } } };
}

function podChanges(input: ManifestInput, schema: TrainJobSchema): Values {
  const container = {
    name: CONTAINER_NAMES.TrainJob,
    volumeMounts: rankMounts(input),
    securityContext: CONTAINER_SECURITY
  };
  return {
    ...some('serviceAccountName', input.workload.serviceAccount),
    ...placement(input.workload),
    volumes: podVolumes(input),
    securityContext: POD_SECURITY,
    terminationGracePeriodSeconds: graceSeconds(input),
    containers: [only(container, schema.container)]
  };
}

/** The fields that the schema has. */
function only(values: Values, known: readonly string[]): Values {
  return Object.fromEntries(
    Object.entries(values).filter(([name]) => known.includes(name))
  );
}
