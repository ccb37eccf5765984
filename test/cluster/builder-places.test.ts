/** Builders as administrators set them up, and what goes wrong with them, on a real cluster. */
import { randomBytes } from 'node:crypto';
import { createServer, type AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { S3_KEYS } from '../../dev/src/addons/s3.js';
import type { BuildRequest } from '../../controller/src/ports/builder.js';
import { BuilderBench } from './support/builder.js';
import { mustCluster } from './support/cli.js';
import { noCluster, Place } from './support/cluster.js';
import { Actor } from './support/runs.js';

const UP_MS = 10 * 60_000;
const BUILD_MS = 120_000;
const S3_PORT = 30770;

describe.skipIf(noCluster !== '')(`builders${noCluster}`, () => {
  const place = noCluster === '' ? new Place('builders') : (undefined as never);
  const admin = noCluster === '' ? new Place('builders-admin') : (undefined as never);
  const actor = new Actor(place);
  const builder = new BuilderBench(actor);
  let store: Readonly<Record<string, string>> = {};

  /** More than a ConfigMap holds, however it is packed. */
  const large = (push: string): BuildRequest =>
    builder.request('COPY large.bin /large.bin\nRUN wc -c /large.bin', push, {
      files: [{ path: 'large.bin', mode: 0o644, bytes: randomBytes(1_200_000) }]
    });

  beforeAll(async () => {
    await mustCluster(place.status.name, 'up', '--with', 's3');
    await Promise.all([builder.begin(), admin.make()]);
    await new Place('s3').mustApply({
      ...{ apiVersion: 'v1', kind: 'Service', metadata: { name: 'store' } },
      spec: {
        ...{ type: 'NodePort', selector: { 'app.kubernetes.io/name': 's3' } },
        ports: [{ port: 7070, nodePort: S3_PORT }]
      }
    });
    await place.mustApply({
      ...{ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'keys' } },
      stringData: {
        AWS_ACCESS_KEY_ID: S3_KEYS.accessKey,
        AWS_SECRET_ACCESS_KEY: S3_KEYS.secretKey
      }
    });
    store = {
      context: 's3://contexts/builds',
      contextEndpoint: `http://${place.status.addresses.node}:${String(S3_PORT)}`,
      contextSecret: 'keys'
    };
    await makeBucket(`${store['contextEndpoint'] ?? ''}/contexts`);
  }, UP_MS);
  afterAll(() => Promise.all([builder.end(), admin.remove()]));

  it(
    'get what a ConfigMap cannot hold through a store, and leave nothing there',
    async () => {
      const lines: string[] = [];
      const onLine = (line: string): void => void lines.push(line);
      const digest = await builder.build(large('builder/large:1'), { onLine }, store);
      expect(digest).toMatch(/^sha256:/);
      expect(lines.join('\n')).toContain('1200000 /large.bin');
      expect(lines.join('\n')).not.toContain('Signature');
      await builder.nothingLeft();
      const list = await signed('GET', `${store['contextEndpoint'] ?? ''}/contexts`);
      expect(list).toContain('<ListBucketResult');
      expect(list).not.toContain('.tar.gz');
    },
    BUILD_MS
  );

  it(
    'say so where the store does not answer, has no bucket, or there is none',
    async () => {
      const server = createServer(socket => socket.destroy());
      await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
      const { port } = server.address() as AddressInfo;
      const away = { ...store, contextEndpoint: `http://127.0.0.1:${String(port)}` };
      const told = (data: Readonly<Record<string, string>>): Promise<string> =>
        builder.build(large('builder/large:2'), {}, data);
      await expect(told(away)).rejects.toMatchObject({
        problem: { code: 'builder-store' }
      });
      server.close();
      await expect(told({ ...store, context: 's3://nowhere' })).rejects.toThrow(
        /could not be put into s3:\/\/nowhere\/: 404 NoSuchBucket/
      );
      await expect(told({})).rejects.toMatchObject({
        problem: { code: 'builder-context-large' }
      });
      expect(await builder.left()).toBe('');
    },
    BUILD_MS
  );

  it(
    'are clients of a daemon elsewhere, where a namespace is restricted',
    async () => {
      await admin.mustApply(daemon(builder), service());
      await admin.wait('deployment/buildkitd', 'condition=Available', 90);
      const label = 'pod-security.kubernetes.io/enforce=restricted';
      await place.must('label', 'namespace', place.namespace, label);
      const address = `tcp://buildkitd.${admin.namespace}.svc.cluster.local:1234`;
      const lines: string[] = [];
      try {
        await builder.build(
          builder.request('RUN echo made elsewhere', 'builder/shared:1'),
          { onLine: line => void lines.push(line) },
          { address }
        );
      } finally {
        await place.must(
          ...['label', 'namespace', place.namespace],
          'pod-security.kubernetes.io/enforce-'
        );
      }
      expect(lines.join('\n')).toContain('made elsewhere');
      await builder.nothingLeft();
    },
    BUILD_MS
  );

  it(
    'tell why no node takes them, and end when nobody waits any more',
    async () => {
      const abort = new AbortController();
      const built = builder.build(
        builder.request('RUN echo never', 'builder/never:1'),
        {
          signal: abort.signal,
          onObstacle: problem => {
            if (problem?.code === 'pod-unschedulable') abort.abort(new Error('seen'));
          }
        },
        { cpu: '900' }
      );
      await expect(built).rejects.toThrow('seen');
      await builder.nothingLeft();
    },
    BUILD_MS
  );

  it(
    'that need more memory than they have, and those that are taken away, say so',
    async () => {
      const memory = builder.build(
        builder.request('RUN echo fits', 'builder/hungry:1'),
        {},
        { memory: '24Mi' }
      );
      // The kernel ends the daemon, or all of the pod.
      await expect(memory).rejects.toMatchObject({
        problem: { code: expect.stringMatching(/^builder-(memory|daemon)$/) as string }
      });
      const taken = builder.build(
        builder.request('RUN echo asleep && sleep 300', 'builder/taken:1'),
        {
          onLine: line => {
            if (/\d asleep$/.test(line)) {
              void place.must('delete', 'pods', '-l', 'jupyterlab-kubeflow.io/build');
            }
          }
        }
      );
      await expect(taken).rejects.toMatchObject({
        problem: { code: expect.stringMatching(/^builder-/) as string }
      });
      await builder.nothingLeft();
    },
    BUILD_MS
  );
});

/** As the store's own clients do. */
async function signed(method: string, url: string): Promise<string> {
  const { AwsClient } = await import('aws4fetch');
  const client = new AwsClient({
    accessKeyId: S3_KEYS.accessKey,
    secretAccessKey: S3_KEYS.secretKey,
    ...{ service: 's3', region: 'us-east-1' }
  });
  return (await client.fetch(url, { method })).text();
}

async function makeBucket(url: string): Promise<void> {
  await vi.waitFor(
    async () => {
      expect(await signed('PUT', url)).not.toMatch(/<Error>(?!.*BucketAlready)/);
    },
    { timeout: 30_000, interval: 500 }
  );
}

const LABELS = { app: 'buildkitd' };

/** An administrator's: privileged, in a namespace of its own. */
function daemon({ image, host }: BuilderBench): object {
  const settings = `[registry."${host}"]\n  http = true\n`;
  const start = `printf '%s' "$SETTINGS" > /tmp/buildkitd.toml; exec buildkitd --addr tcp://0.0.0.0:1234 --config /tmp/buildkitd.toml`;
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'buildkitd' },
    spec: {
      selector: { matchLabels: LABELS },
      template: {
        metadata: { labels: LABELS },
        spec: {
          containers: [
            {
              ...{ name: 'buildkitd', image, command: ['sh', '-c', start] },
              env: [{ name: 'SETTINGS', value: settings }],
              securityContext: { privileged: true },
              readinessProbe: { tcpSocket: { port: 1234 }, periodSeconds: 1 },
              volumeMounts: [
                { name: 'store', mountPath: '/var/lib/buildkit' },
                { name: 'tmp', mountPath: '/tmp' }
              ]
            }
          ],
          volumes: ['store', 'tmp'].map(name => ({ name, emptyDir: {} }))
        }
      }
    }
  };
}

const service = (): object => ({
  ...{ apiVersion: 'v1', kind: 'Service', metadata: { name: 'buildkitd' } },
  spec: { selector: LABELS, ports: [{ port: 1234 }] }
});
