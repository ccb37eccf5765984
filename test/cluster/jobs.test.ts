/** Real frameworks train on several pods: PyTorchJob, TFJob, TrainJob. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { torchRuntime } from '../../dev/src/addons/trainer.js';
import { mustCluster } from './support/cli.js';
import { noCluster, Place } from './support/cluster.js';
import { pushed } from './support/images.js';
import { DDP, MIRRORED, parametersIn } from './support/programs.js';

/** Making an image of a framework, once. */
const IMAGE_MS = 15 * 60_000;
const JOB_SECONDS = 240;
const JOB_MS = (JOB_SECONDS + 60) * 1000;

const replicas = (
  count: number,
  container: string,
  image: string,
  script: string
): object => ({
  replicas: count,
  restartPolicy: 'Never',
  template: {
    spec: {
      terminationGracePeriodSeconds: 0,
      containers: [{ name: container, image, command: ['python3', '-u', '-c', script] }]
    }
  }
});

/**
 * Trainer tells PyTorch's launcher who is who. That of PyTorch 1.13 does not run under
 * Python 3.11, and with one process a node there is nothing to launch.
 */
const launched = (script: string): string[] => [
  'sh',
  '-c',
  'export RANK=$PET_NODE_RANK WORLD_SIZE=$PET_NNODES ' +
    'MASTER_ADDR=$PET_MASTER_ADDR MASTER_PORT=$PET_MASTER_PORT; ' +
    'exec python3 -u -c "$1"',
  'sh',
  script
];

describe.skipIf(noCluster !== '')(`training on a cluster${noCluster}`, () => {
  const place = noCluster === '' ? new Place('jobs') : (undefined as never);
  let torch = '';
  beforeAll(async () => {
    await place.make();
    torch = await pushed('torch', place.status.registries.open);
  }, IMAGE_MS);
  afterAll(() => place.remove());

  const logsOf = async (selector: string): Promise<string[]> => {
    const list = await place.must('get', 'pods', '-l', selector, '-o', 'name');
    const pods = list.trim().split('\n');
    return Promise.all(pods.map(each => place.must('logs', each)));
  };

  /** Every rank counted all ranks, and all ended with the same parameters. */
  const expectEqual = (logs: readonly string[], ranks: number): void => {
    expect(logs).toHaveLength(ranks);
    for (const log of logs) {
      expect(log).toContain(`ranks ${String(ranks)}\n`);
      expect(log).toContain('trained True\n');
    }
    const parameters = new Set(logs.map(parametersIn));
    expect(parameters.size).toBe(1);
    expect([...parameters][0]).toMatch(/\d/);
  };

  it(
    'brings a PyTorchJob of three ranks to one set of parameters',
    async () => {
      await place.mustApply({
        apiVersion: 'kubeflow.org/v1',
        kind: 'PyTorchJob',
        metadata: { name: 'ddp' },
        spec: {
          runPolicy: { cleanPodPolicy: 'None' },
          pytorchReplicaSpecs: {
            Master: replicas(1, 'pytorch', torch, DDP),
            Worker: replicas(2, 'pytorch', torch, DDP)
          }
        }
      });
      await place.wait('pytorchjob/ddp', 'condition=Succeeded', JOB_SECONDS);
      expectEqual(await logsOf('training.kubeflow.org/job-name=ddp'), 3);
    },
    JOB_MS
  );

  it(
    'brings a TFJob of two mirrored workers to one set of parameters',
    async () => {
      const image = await pushed('tensorflow', place.status.registries.open);
      await place.mustApply({
        apiVersion: 'kubeflow.org/v1',
        kind: 'TFJob',
        metadata: { name: 'mirrored' },
        spec: {
          runPolicy: { cleanPodPolicy: 'None' },
          tfReplicaSpecs: { Worker: replicas(2, 'tensorflow', image, MIRRORED) }
        }
      });
      await place.wait('tfjob/mirrored', 'condition=Succeeded', JOB_SECONDS);
      expectEqual(await logsOf('training.kubeflow.org/job-name=mirrored'), 2);
    },
    JOB_MS + IMAGE_MS
  );

  it(
    'brings a TrainJob of two nodes to one set of parameters, with `trainer`',
    async () => {
      await mustCluster(place.status.name, 'up', '--with', 'trainer');
      await place.mustApply(torchRuntime('torch-dev', torch));
      await place.mustApply({
        apiVersion: 'trainer.kubeflow.org/v1alpha1',
        kind: 'TrainJob',
        metadata: { name: 'train' },
        spec: {
          runtimeRef: { name: 'torch-dev' },
          trainer: {
            numNodes: 2,
            numProcPerNode: 1,
            image: torch,
            command: launched(DDP)
          }
        }
      });
      await place.wait('trainjob/train', 'condition=Complete', JOB_SECONDS);
      expectEqual(await logsOf('jobset.sigs.k8s.io/jobset-name=train'), 2);
    },
    JOB_MS + IMAGE_MS
  );
});
