/** Add-ons that are not there by default do what they are for: an object store, a simulator. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { S3_KEYS } from '../../dev/src/addons/s3.js';
import { SIMULATED, simulatedNodes } from '../../dev/src/addons/kwok.js';
import { mustCluster } from './support/cli.js';
import { noCluster, Place } from './support/cluster.js';
import { askStore, askUnsigned, forwarded, put } from './support/store.js';

/** Two engines may have to be built. */
const BUILD_MS = 15 * 60_000;

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

  it('`s3` keeps an object, and shows it to nobody without the key', async () => {
    await forwarded(place.status, async address => {
      const { secretKey } = S3_KEYS;
      const object = `${address}/models/weights`;
      await put(`${address}/models`);
      await put(object, 'w = 3');
      expect(await askStore(object, secretKey, '--fail')).toBe('w = 3');
      expect(await askStore(object, 'another')).toContain('SignatureDoesNotMatch');
      expect(await askUnsigned(object)).toContain('AccessDenied');
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
