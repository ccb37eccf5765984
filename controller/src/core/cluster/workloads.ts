/** Where the API serves workloads, and what else a probe looks at that not every cluster has. */
import type { WorkloadKind } from '@jupyterlab-kubeflow/protocol';
import { RESOURCES, type Resource } from './object.js';

const OPERATOR = { group: 'kubeflow.org', version: 'v1', namespaced: true } as const;
const TRAINER = {
  group: 'trainer.kubeflow.org',
  version: 'v1alpha1',
  namespaced: true
} as const;

/** The resource of each kind of workload. */
export const WORKLOADS: Readonly<Record<WorkloadKind, Resource>> = {
  Job: RESOURCES.job,
  PyTorchJob: { ...OPERATOR, kind: 'PyTorchJob', plural: 'pytorchjobs' },
  TFJob: { ...OPERATOR, kind: 'TFJob', plural: 'tfjobs' },
  TrainJob: { ...TRAINER, kind: 'TrainJob', plural: 'trainjobs' }
};

export const RUNTIME: Resource = {
  ...TRAINER,
  kind: 'TrainingRuntime',
  plural: 'trainingruntimes'
};

export const CLUSTER_RUNTIME: Resource = {
  ...TRAINER,
  kind: 'ClusterTrainingRuntime',
  plural: 'clustertrainingruntimes',
  namespaced: false
};

export const STORAGE_CLASS: Resource = {
  group: 'storage.k8s.io',
  version: 'v1',
  kind: 'StorageClass',
  plural: 'storageclasses',
  namespaced: false
};

/** Kueue's queue of a namespace; its version differs between clusters. */
export const LOCAL_QUEUE: Resource = {
  group: 'kueue.x-k8s.io',
  version: 'v1beta1',
  kind: 'LocalQueue',
  plural: 'localqueues',
  namespaced: true
};
