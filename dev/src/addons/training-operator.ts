/** The add-on `training-operator`: TFJob and PyTorchJob. */
import { join } from 'node:path';
import type { Addon, AddonContent, AddonFacts, KubernetesObject } from './addon.js';
import { addToContainer, addVolume, askSoon, useImage } from './kustomization.js';

const NAMESPACE = 'kubeflow';
const NAME = 'training-operator';
const TEMPLATE = 'pytorch-init-container';

/** Kubeflow's training-operator as its own standalone manifests install it. */
export const trainingOperator: Addon = {
  summary: 'Kubeflow training-operator: TFJob and PyTorchJob',
  byDefault: true,
  engines: ['training-operator'],
  images: [
    {
      name: NAME,
      engine: 'training-operator',
      binary: 'training-operator',
      entrypoint: '/manager',
      user: 65532
    }
  ],
  baseImages: ['tool'],
  content
};

function content({ image, engine }: AddonFacts): AddonContent {
  const manifests = join(
    engine('training-operator').module,
    'manifests/overlays/standalone'
  );
  const changes = [
    ...useImage(image(NAME)),
    ...askSoon(),
    addToContainer('args', [`--pytorch-init-container-image=${image('tool')}`]),
    addToContainer('volumeMounts/-', { name: TEMPLATE, mountPath: '/etc/config' }),
    addVolume({ name: TEMPLATE, configMap: { name: TEMPLATE } })
  ];
  return {
    kustomizations: [
      { resources: [manifests], patches: [{ target: { kind: 'Deployment' }, changes }] }
    ],
    objects: [initContainerTemplate()],
    ready: [
      crd('pytorchjobs'),
      crd('tfjobs'),
      {
        resource: `deployment/${NAME}`,
        namespace: NAMESPACE,
        holds: 'condition=Available'
      },
      {
        resource: `validatingwebhookconfiguration/validator.${NAME}.kubeflow.org`,
        holds: 'jsonpath={.webhooks[0].clientConfig.caBundle}'
      }
    ]
  };
}

const crd = (plural: string): { resource: string; holds: string } => ({
  resource: `crd/${plural}.kubeflow.org`,
  holds: 'condition=Established'
});

/**
 * A worker waits until its master has an address. The published template asks for the
 * short name, which busybox does not find although it resolves: here the name is whole.
 */
const WAIT_FOR_MASTER = [
  "domain=$(sed -n 's/^search \\([^ ]*\\).*/\\1/p' /etc/resolv.conf)",
  'for i in $(seq {{.MaxTries}})',
  'do nslookup {{.MasterAddr}}.$domain && exit 0',
  'echo waiting for master',
  'sleep 1',
  'done',
  'exit 1'
].join('; ');

/** Allowed in namespaces that enforce the restricted Pod Security Standard. */
const RESTRICTED = {
  runAsNonRoot: true,
  runAsUser: 65532,
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  seccompProfile: { type: 'RuntimeDefault' }
};

/** JSON is YAML, and the operator's template engine leaves it as it is. */
function initContainerTemplate(): KubernetesObject {
  const container = {
    name: 'init-pytorch',
    image: '{{.InitContainerImage}}',
    imagePullPolicy: 'IfNotPresent',
    resources: {
      limits: { cpu: '100m', memory: '32Mi' },
      requests: { cpu: '10m', memory: '10Mi' }
    },
    securityContext: RESTRICTED,
    command: ['sh', '-c', WAIT_FOR_MASTER]
  };
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: TEMPLATE, namespace: NAMESPACE },
    data: { 'initContainer.yaml': JSON.stringify([container], null, 2) }
  };
}
