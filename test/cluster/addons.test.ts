/** Add-ons that are not there by default do what they are for: an object store, a simulator. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { S3_KEYS } from '../../dev/src/addons/s3.js';
import { SIMULATED, simulatedNodes } from '../../dev/src/addons/kwok.js';
import { must, mustCluster } from './support/cli.js';
import { noCluster, Place } from './support/cluster.js';

/** Two engines may have to be built. */
const BUILD_MS = 15 * 60_000;

describe.skipIf(noCluster !== '')(`an add-on${noCluster}`, () => {
  const place = noCluster === '' ? new Place('addons') : (undefined as never);
  beforeAll(async () => {
    await place.make();
    const addons = ['--with', 's3', '--with', 'kwok'];
    await mustCluster(place.status.name, 'up', ...addons);
  }, BUILD_MS);
  afterAll(() => place.remove());

  /** `kubectl port-forward`, and the port of this computer it has taken. */
  const forward = async (): Promise<[ChildProcess, string]> => {
    const { kubectl, kubeconfig } = place.status;
    const target = ['port-forward', 'service/s3', ':7070', '--namespace=s3'];
    const child = spawn(kubectl, [`--kubeconfig=${kubeconfig}`, ...target]);
    const lines = createInterface({ input: child.stdout });
    const [line] = (await once(lines, 'line')) as [string];
    return [child, /127\.0\.0\.1:(\d+)/.exec(line)?.[1] ?? ''];
  };

  it('`s3` keeps an object, and shows it to nobody without the key', async () => {
    const [child, port] = await forward();
    const url = `http://127.0.0.1:${port}/models`;
    const { accessKey, secretKey } = S3_KEYS;
    const ask = (key: string, ...args: string[]): Promise<string> => {
      const signed = ['--aws-sigv4', 'aws:amz:us-east-1:s3', '--user'];
      // Older curls sign for S3 only with this header, which it asks for.
      const content = ['--header', 'x-amz-content-sha256: UNSIGNED-PAYLOAD'];
      const quiet = ['--silent', '--show-error', '--max-time', '20'];
      const line = [...quiet, ...content, ...signed, `${accessKey}:${key}`, ...args];
      return must('curl', line);
    };
    try {
      await ask(secretKey, '--fail', '--request', 'PUT', url);
      const object = `${url}/weights`;
      await ask(secretKey, '--fail', '--request', 'PUT', '--data', 'w = 3', object);
      expect(await ask(secretKey, '--fail', object)).toBe('w = 3');
      expect(await ask('another', object)).toContain('SignatureDoesNotMatch');
    } finally {
      child.kill();
      await once(child, 'exit');
    }
  });

  it('`kwok` runs 300 pods with GPUs on nodes that do not exist', async () => {
    const gpus = { 'nvidia.com/gpu': '8' };
    await place.mustApply(...simulatedNodes({ count: 50, resources: gpus }));
    await place.mustApply(simulatedDeployment(300));
    await place.wait('deployment/many', 'condition=Available', 120);
    const nodes = await place.get('pods', '.items[*].spec.nodeName');
    const names = nodes.split(' ');
    expect(names).toHaveLength(300);
    expect(new Set(names).size).toBe(50);
    expect(names.every(name => name.startsWith('simulated-'))).toBe(true);
    await place.must('delete', 'deployment', 'many', '--cascade=foreground');
    await place.must('delete', 'nodes', '-l', 'type=simulated');
  });
});

/** Six pods fill a node's GPUs but for two: every node gets its share. */
function simulatedDeployment(replicas: number): object {
  const labels = { app: 'many' };
  const container = {
    name: 'main',
    image: 'simulated.invalid/none:1',
    resources: { limits: { 'nvidia.com/gpu': '1' } }
  };
  const spread = {
    maxSkew: 1,
    topologyKey: 'kubernetes.io/hostname',
    whenUnsatisfiable: 'DoNotSchedule',
    labelSelector: { matchLabels: labels }
  };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'many' },
    spec: {
      replicas,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          ...SIMULATED,
          terminationGracePeriodSeconds: 0,
          topologySpreadConstraints: [spread],
          containers: [container]
        }
      }
    }
  };
}
