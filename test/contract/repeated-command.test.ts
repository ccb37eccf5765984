/** The command in the details of a run starts it again as it was chosen. */
import { describe, expect, it } from 'vitest';
import { reason, type BundleFile, type Run } from '@jupyterlab-kubeflow/protocol';
import { readRun } from '../../controller/src/cli/testing/read.js';
import { makeClusterPlan } from '../../controller/src/core/plan/cluster-plan.js';
import { inputWith } from '../../controller/src/core/plan/testing.js';
import { repeatingCommand } from '../../src/panels/run/details/command.js';

function file(path: string, code: 'chosen' | 'file-left-out'): BundleFile {
  const included = code === 'chosen';
  const why = reason(code, {});
  return { path, size: 1, mode: 0o644, origin: 'data', reason: why, included };
}

describe('the command of a run on a cluster', () => {
  it('names place, image, delivery, kind and what was chosen, and no defaults', () => {
    const plan = makeClusterPlan(
      inputWith({
        ranks: 3,
        env: { LEVEL: 'debug' },
        image: 'registry.example/torch:2',
        cluster: { memoryBytes: 2 ** 33, queue: 'team', labels: { team: 'vision' } }
      })
    );
    plan.bundle.files.push(file('big.csv', 'chosen'), file('old.csv', 'file-left-out'));
    const run = { id: 'digits-x7k2m' } as Run;
    const [command = ''] = repeatingCommand(run, plan).split('\n');
    const { target, settings } = readRun(command.split(' ').slice(1));
    expect(target).toBe('dev/team-a');
    expect(settings).toMatchObject({
      framework: 'torch',
      replicas: [
        { role: 'master', count: 1 },
        { role: 'worker', count: 2 }
      ],
      image: 'registry.example/torch:2',
      delivery: 'inline',
      env: { LEVEL: 'debug' },
      include: ['big.csv'],
      exclude: ['old.csv']
    });
    expect(settings.cluster).toEqual({
      kind: 'PyTorchJob',
      memoryBytes: 2 ** 33,
      queue: 'team',
      labels: { team: 'vision' }
    });
  });
});
