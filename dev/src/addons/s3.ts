/** The add-on `s3`: an object store inside the cluster, for data, models and results. */
import type { Addon, AddonContent, AddonFacts, KubernetesObject } from './addon.js';

const NAME = 's3';
const NAMESPACE = 's3';
const PORT = 7070;
const USER = 65532;

/** Keys of a cluster that exists on one computer only; tests and examples know them. */
export const S3_KEYS = {
  accessKey: 'development',
  secretKey: 'development-secret'
} as const;

/** Where pods find the store. */
export const S3_ENDPOINT = `http://${NAME}.${NAMESPACE}.svc.cluster.local:${String(PORT)}`;

/** Versity's S3 gateway over a folder that lives as long as its pod. */
export const s3: Addon = {
  summary: `An S3 object store at ${S3_ENDPOINT}`,
  byDefault: false,
  engines: ['versitygw'],
  images: [
    {
      name: 'versitygw',
      engine: 'versitygw',
      binary: 'versitygw',
      entrypoint: '/versitygw',
      user: USER
    }
  ],
  baseImages: [],
  content
};

function content({ image }: AddonFacts): AddonContent {
  return {
    objects: [
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } },
      secret(),
      service(),
      deployment(image('versitygw'))
    ],
    ready: [
      {
        resource: `deployment/${NAME}`,
        namespace: NAMESPACE,
        holds: 'condition=Available'
      }
    ]
  };
}

const labels = { 'app.kubernetes.io/name': NAME };
const metadata = { name: NAME, namespace: NAMESPACE, labels };

/** Under the names that S3 clients read from their environment. */
const secret = (): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata,
  stringData: {
    AWS_ACCESS_KEY_ID: S3_KEYS.accessKey,
    AWS_SECRET_ACCESS_KEY: S3_KEYS.secretKey,
    AWS_ENDPOINT_URL: S3_ENDPOINT,
    AWS_REGION: 'us-east-1'
  }
});

const service = (): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata,
  spec: { selector: labels, ports: [{ name: 's3', port: PORT }] }
});

const fromSecret = (name: string, key: string): object => ({
  name,
  valueFrom: { secretKeyRef: { name: NAME, key } }
});

function deployment(image: string): KubernetesObject {
  const pod = {
    securityContext: {
      runAsNonRoot: true,
      fsGroup: USER,
      seccompProfile: { type: 'RuntimeDefault' }
    },
    containers: [container(image)],
    volumes: ['objects', 'properties'].map(name => ({ name, emptyDir: {} }))
  };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata,
    spec: {
      // Two that write one folder would be two stores: the old one goes first.
      strategy: { type: 'Recreate' },
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: pod }
    }
  };
}

function container(image: string): object {
  return {
    name: NAME,
    image,
    // Properties beside the objects: not every file system of a node has attributes.
    args: [
      `--port=:${String(PORT)}`,
      '--health=/health',
      'posix',
      '--sidecar=/properties',
      '/objects'
    ],
    env: [
      fromSecret('ROOT_ACCESS_KEY_ID', 'AWS_ACCESS_KEY_ID'),
      fromSecret('ROOT_SECRET_ACCESS_KEY', 'AWS_SECRET_ACCESS_KEY'),
      fromSecret('VGW_REGION', 'AWS_REGION')
    ],
    ports: [{ name: 's3', containerPort: PORT }],
    readinessProbe: {
      httpGet: { path: '/health', port: 's3' },
      periodSeconds: 1
    },
    resources: { requests: { cpu: '10m', memory: '64Mi' } },
    securityContext: {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] }
    },
    volumeMounts: ['objects', 'properties'].map(name => ({
      name,
      mountPath: `/${name}`
    }))
  };
}
