import { describe, expect, it } from 'vitest';
import type { Workload } from '@jupyterlab-kubeflow/protocol';
import { portsNeeded, rankEnvironment, rankPlan, type Address } from './environment.js';
import { frameworkOf, workloadOf } from './workload.js';

const at = (port: number): Address => ({ host: '127.0.0.1', port });

function environments(workload: Workload): Readonly<Record<string, string>>[] {
  const addresses = Array.from({ length: portsNeeded(workload) }, (_, i) =>
    at(4000 + i)
  );
  return rankPlan(workload).map(rank => rankEnvironment(workload, rank, addresses));
}

describe('the environment of a rank', () => {
  it('is empty for a single process without a framework', () => {
    expect(environments(workloadOf('none', 1))).toEqual([{}]);
  });

  it('is what a PyTorchJob with a master and two workers sets', () => {
    const [master, , second] = environments(workloadOf('torch', 3));
    expect(master).toEqual({
      MASTER_ADDR: '127.0.0.1',
      MASTER_PORT: '4000',
      PET_MASTER_ADDR: '127.0.0.1',
      PET_MASTER_PORT: '4000',
      PET_NPROC_PER_NODE: 'auto',
      PET_NNODES: '3',
      PET_NODE_RANK: '0',
      WORLD_SIZE: '3',
      RANK: '0'
    });
    expect(second).toMatchObject({
      RANK: '2',
      PET_NODE_RANK: '2',
      MASTER_PORT: '4000'
    });
  });

  it('names every member but the evaluator in TF_CONFIG', () => {
    const workload: Workload = {
      kind: 'processes',
      framework: 'tensorflow',
      replicas: [
        { role: 'evaluator', count: 1 },
        { role: 'worker', count: 2 },
        { role: 'ps', count: 1 },
        { role: 'chief', count: 1 }
      ]
    };
    const configs = environments(workload).map(
      env => JSON.parse(env['TF_CONFIG'] ?? '') as unknown
    );
    const cluster = {
      chief: ['127.0.0.1:4000'],
      worker: ['127.0.0.1:4001', '127.0.0.1:4002'],
      ps: ['127.0.0.1:4003']
    };
    expect(configs).toEqual([
      { cluster, task: { type: 'chief', index: 0 }, environment: 'cloud' },
      { cluster, task: { type: 'worker', index: 0 }, environment: 'cloud' },
      { cluster, task: { type: 'worker', index: 1 }, environment: 'cloud' },
      { cluster, task: { type: 'ps', index: 0 }, environment: 'cloud' },
      { cluster, task: { type: 'evaluator', index: 0 }, environment: 'cloud' }
    ]);
  });

  it('has no TF_CONFIG for a single TensorFlow process, as a TFJob of one has none', () => {
    expect(environments(workloadOf('tensorflow', 1))).toEqual([{}]);
  });

  it('gives plain ranks the names torchrun uses and the index an indexed Job sets', () => {
    expect(environments(workloadOf('none', 2))[1]).toEqual({
      MASTER_ADDR: '127.0.0.1',
      MASTER_PORT: '4000',
      WORLD_SIZE: '2',
      RANK: '1',
      JOB_COMPLETION_INDEX: '1'
    });
  });
});

describe('the framework', () => {
  it.each([
    [['numpy'], 'none', undefined],
    [['torch.nn', 'numpy'], 'torch', 'torch'],
    [['torch', 'torch.distributed'], 'torch', 'torch.distributed'],
    [['tensorflow', 'numpy'], 'tensorflow', 'tensorflow'],
    [['tensorflow', 'torch'], 'torch', 'torch'],
    [['torch', 'tensorflow.distribute'], 'tensorflow', 'tensorflow.distribute'],
    [['torchvision'], 'none', undefined]
  ])('of imports %j is %s', (imports, framework, because) => {
    expect(frameworkOf(imports)).toEqual(
      because ? { framework, because } : { framework }
    );
  });
});
