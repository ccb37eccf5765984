/** The add-on `trainer`: Kubeflow Trainer v2 and the JobSet it makes its pods with. */
import { join } from 'node:path';
import type {
  Addon,
  AddonContent,
  AddonFacts,
  Condition,
  KubernetesObject
} from './addon.js';
import {
  addToContainer,
  askSoon,
  useImage,
  type Kustomization
} from './kustomization.js';

const NAMESPACE = 'kubeflow-system';
const JOBSET_NAMESPACE = 'jobset-system';
const MANAGER = 'kubeflow-trainer-controller-manager';
const USER = 65532;

/** Trainer and JobSet from their own manifests. */
export const trainer: Addon = {
  summary: 'Kubeflow Trainer v2 with JobSet: TrainJob',
  byDefault: false,
  engines: ['jobset', 'trainer'],
  images: [
    {
      name: 'jobset',
      engine: 'jobset',
      binary: 'jobset',
      entrypoint: '/manager',
      user: USER
    },
    {
      name: 'trainer-controller-manager',
      engine: 'trainer',
      binary: 'trainer-controller-manager',
      entrypoint: '/manager',
      user: USER
    }
  ],
  baseImages: [],
  content
};

function content(facts: AddonFacts): AddonContent {
  return {
    kustomizations: [jobsetManifests(facts), trainerManifests(facts)],
    objects: [namespace(), webhookSecret()],
    ready: [
      available(JOBSET_NAMESPACE, 'jobset-controller-manager'),
      available(NAMESPACE, MANAGER),
      webhookReady('jobset-validating-webhook-configuration'),
      webhookReady('validator.trainer.kubeflow.org')
    ]
  };
}

function jobsetManifests({ image, engine }: AddonFacts): Kustomization {
  // The published request of half a processor is a quarter of a small computer.
  const requests = { cpu: '10m', memory: '64Mi' };
  const changes = [
    ...useImage(image('jobset')),
    ...askSoon(),
    addToContainer('resources/requests', requests)
  ];
  return {
    resources: [join(engine('jobset').module, 'config/default')],
    patches: [{ target: { kind: 'Deployment' }, changes }]
  };
}

/** Trainer's own overlay would fetch JobSet from elsewhere; these are its other parts. */
const PARTS = ['crds', 'manager', 'rbac', 'webhook'];

function trainerManifests({ image, engine }: AddonFacts): Kustomization {
  const { module } = engine('trainer');
  const changes = [...useImage(image('trainer-controller-manager')), ...askSoon()];
  return {
    resources: PARTS.map(part => join(module, 'manifests/base', part)),
    namespace: NAMESPACE,
    patches: [{ target: { kind: 'Deployment' }, changes }]
  };
}

const namespace = (): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name: NAMESPACE }
});

/** Empty: the manager puts its certificate in and cannot start before it is there. */
const webhookSecret = (): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 'kubeflow-trainer-webhook-cert', namespace: NAMESPACE }
});

const available = (where: string, deployment: string): Condition => ({
  resource: `deployment/${deployment}`,
  namespace: where,
  holds: 'condition=Available'
});

const webhookReady = (name: string): Condition => ({
  resource: `validatingwebhookconfiguration/${name}`,
  holds: 'jsonpath={.webhooks[0].clientConfig.caBundle}'
});

/**
 * A runtime for PyTorch in an image of ours: what TrainJobs name in `runtimeRef`. Trainer
 * checks runtimes when they are created, so this one comes when the add-on is ready.
 */
export function torchRuntime(name: string, image: string): KubernetesObject {
  const labels = { 'trainer.kubeflow.org/trainjob-ancestor-step': 'trainer' };
  const pod = { spec: { containers: [{ name: 'node', image }] } };
  const job = {
    name: 'node',
    template: { metadata: { labels }, spec: { template: pod } }
  };
  return {
    apiVersion: 'trainer.kubeflow.org/v1alpha1',
    kind: 'ClusterTrainingRuntime',
    metadata: { name, labels: { 'trainer.kubeflow.org/framework': 'torch' } },
    spec: {
      mlPolicy: { numNodes: 1, torch: {} },
      template: { spec: { replicatedJobs: [job] } }
    }
  };
}
