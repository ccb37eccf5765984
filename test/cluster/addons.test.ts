/** Add-ons that are not there by default do what they are for: an object store, a simulator. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { S3_KEYS } from '../../dev/src/addons/s3.js';
import { SIMULATED, simulatedNodes } from '../../dev/src/addons/kwok.js';
import { must, mustCluster } from './support/cli.js';
import { noCluster, Place } from './support/cluster.js';
import type { Status } from './support/status.js';

/** Two engines may have to be built. */
const BUILD_MS = 15 * 60_000;

const QUIET = ['--silent', '--show-error', '--max-time', '20'];

describe.skipIf(noCluster !== '')(`an add-on${noCluster}`, () => {
  const place = noCluster === '' ? new Place('addons') : (undefined as never);
  beforeAll(async () => {
    await place.make();
    const addons = ['--with', 's3', '--with', 'kwok'];
    await mustCluster(place.status.name, 'up', ...addons);
  }, BUILD_MS);
  afterAll(async () => {
    await place.remove();
    await place.must('delete', 'nodes', '-l', 'type=simulated');
  });

  /** Asks the store as whoever has this secret key; the answer's text, whatever it is. */
  const ask = (url: string, secretKey: string, ...args: string[]): Promise<string> => {
    const signed = ['--aws-sigv4', 'aws:amz:us-east-1:s3', '--user'];
    // Older curls sign for S3 only with this header, which it asks for.
    const content = ['--header', 'x-amz-content-sha256: UNSIGNED-PAYLOAD'];
    const who = `${S3_KEYS.accessKey}:${secretKey}`;
    return must('curl', [...QUIET, ...content, ...signed, who, ...args, url]);
  };

  it('`s3` keeps an object, and shows it to nobody without the key', async () => {
    await forwarded(place.status, async address => {
      const { secretKey } = S3_KEYS;
      const object = `${address}/models/weights`;
      await ask(`${address}/models`, secretKey, '--fail', '--request', 'PUT');
      await ask(object, secretKey, '--fail', '--request', 'PUT', '--data', 'w = 3');
      expect(await ask(object, secretKey, '--fail')).toBe('w = 3');
      expect(await ask(object, 'another')).toContain('SignatureDoesNotMatch');
      expect(await must('curl', [...QUIET, object])).toContain('AccessDenied');
    });
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
  });
});

/** While kubectl forwards a port of this computer to the store. */
async function forwarded(
  { kubectl, kubeconfig }: Status,
  work: (address: string) => Promise<void>
): Promise<void> {
  const target = ['port-forward', 'service/s3', ':7070', '--namespace=s3'];
  const child = spawn(kubectl, [`--kubeconfig=${kubeconfig}`, ...target]);
  const exit = once(child, 'exit');
  const said: string[] = [];
  child.stderr.on('data', (chunk: Buffer) => said.push(chunk.toString()));
  try {
    const first = once(createInterface({ input: child.stdout }), 'line');
    const line = await Promise.race([first, exit.then(() => undefined)]);
    if (!line) throw new Error(`kubectl port-forward: ${said.join('')}`);
    const [, port = ''] = /127\.0\.0\.1:(\d+)/.exec(String(line[0])) ?? [];
    await work(`http://127.0.0.1:${port}`);
  } finally {
    child.kill();
    await exit;
  }
}

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
