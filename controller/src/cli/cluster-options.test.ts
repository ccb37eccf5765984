import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { CLUSTER_OPTIONS, ClusterSettings } from '@jupyterlab-kubeflow/protocol';
import {
  addClusterOptions,
  clusterSettingsOf,
  type ClusterFlags
} from './cluster-options.js';

const GIB = 2 ** 30;

/** Settings of what is typed behind a target. */
function read(...args: string[]): ReturnType<typeof clusterSettingsOf> {
  const command = addClusterOptions(new Command('x').exitOverride());
  command.configureOutput({ writeErr: () => undefined });
  command.parse(['--target', 'dev', ...args], { from: 'user' });
  return clusterSettingsOf(command.opts<ClusterFlags>());
}

describe('an option about a cluster', () => {
  it.each<[string[], NonNullable<ReturnType<typeof read>['cluster']>]>([
    [['--kind', 'TFJob'], { kind: 'TFJob' }],
    [['--cpu', '500m'], { cpu: 0.5 }],
    [['--cpu', '1.5'], { cpu: 1.5 }],
    [['--memory', '2GiB'], { memoryBytes: 2 * GIB }],
    [['--shm', '1g'], { shmBytes: GIB }],
    [['--gpus', '2'], { gpu: { count: 2, resource: 'nvidia.com/gpu' } }],
    [['--gpus', '1:amd.com/gpu'], { gpu: { count: 1, resource: 'amd.com/gpu' } }],
    [
      ['--gpus', '1', '--gpu-type', 'nvidia.com/gpu.product=A100=x'],
      {
        gpu: {
          count: 1,
          resource: 'nvidia.com/gpu',
          type: { label: 'nvidia.com/gpu.product', value: 'A100=x' }
        }
      }
    ],
    [['--queue', 'team'], { queue: 'team' }],
    [['--deadline', '90m'], { deadlineSeconds: 5400 }],
    [['--ttl', '1d'], { ttlSeconds: 86_400 }],
    [['--retries', '0'], { retries: 0 }],
    [['--suspend'], { suspend: true }],
    [['--clean-pods', 'All'], { cleanPodPolicy: 'All' }],
    [['--success', 'all-workers'], { successPolicy: 'all-workers' }],
    [
      ['--elastic', '1-4:3'],
      { elastic: { minReplicas: 1, maxReplicas: 4, maxRestarts: 3 } }
    ],
    [['--procs-per-pod', 'auto'], { nprocPerNode: 'auto' }],
    [['--procs-per-pod', '4'], { nprocPerNode: 4 }],
    [
      ['--runtime', 'torch'],
      { runtime: { name: 'torch', kind: 'ClusterTrainingRuntime' } }
    ],
    [
      ['--runtime', 'namespace/torch'],
      { runtime: { name: 'torch', kind: 'TrainingRuntime' } }
    ],
    [
      ['--volume', 'data:/data', '--volume', 'data/a/b:/in:ro'],
      {
        volumes: [
          { kind: 'existing', claim: 'data', path: '/data' },
          {
            kind: 'existing',
            claim: 'data',
            path: '/in',
            subPath: 'a/b',
            readOnly: true
          }
        ]
      }
    ],
    [
      ['--new-volume', 'out:/out:10GiB:fast'],
      {
        volumes: [
          {
            ...{ kind: 'new', claim: 'out', path: '/out' },
            ...{ sizeBytes: 10 * GIB, storageClass: 'fast' }
          }
        ]
      }
    ],
    [
      ['--env-from', 'TOKEN=secret/keys/a/b', '--env-from', 'L=configmap/c/k'],
      {
        env: [
          { from: 'secret', name: 'TOKEN', object: 'keys', key: 'a/b' },
          { from: 'configmap', name: 'L', object: 'c', key: 'k' }
        ]
      }
    ],
    [['--node-selector', 'zone=a'], { nodeSelector: { zone: 'a' } }],
    [
      [
        '--toleration',
        'gpu=yes:NoSchedule',
        '--toleration',
        'spot',
        '--toleration',
        '*'
      ],
      {
        tolerations: [
          { key: 'gpu', operator: 'Equal', value: 'yes', effect: 'NoSchedule' },
          { key: 'spot', operator: 'Exists' },
          { operator: 'Exists' }
        ]
      }
    ],
    [['--service-account', 'trainer'], { serviceAccount: 'trainer' }],
    [['--pull-secret', 'a', '--pull-secret', 'b'], { imagePullSecrets: ['a', 'b'] }],
    [['--priority-class', 'low'], { priorityClass: 'low' }],
    [['--label', 'team=ml'], { labels: { team: 'ml' } }],
    [['--annotation', 'note=a=b'], { annotations: { note: 'a=b' } }]
  ])('%j is %j', (args, cluster) => {
    expect(read(...args)).toEqual({ cluster });
    expect(ClusterSettings.parse(cluster)).toEqual(cluster);
  });

  it('may also be about the image', () => {
    expect(read('--image', 'r/x:1', '--delivery', 'append')).toEqual({
      image: 'r/x:1',
      delivery: 'append'
    });
  });

  it.each([
    ['--cpu', '0'],
    ['--cpu', 'two'],
    ['--cpu', 'Infinity'],
    ['--cpu', '0x10'],
    ['--deadline', '0'],
    ['--deadline', '0s'],
    ['--elastic', '4-1'],
    ['--elastic', '0-2'],
    ['--gpus', '0'],
    ['--gpus', 'a100'],
    ['--elastic', '4'],
    ['--runtime', 'a/b'],
    ['--volume', 'data'],
    ['--volume', 'data:relative'],
    ['--volume', 'data:/a:rw'],
    ['--new-volume', 'data:/a'],
    ['--new-volume', 'data:/a:much'],
    ['--toleration', 'a:Sometimes'],
    ['--node-selector', 'zone'],
    ['--env-from', 'TOKEN=hush']
  ])('%s %s is refused, by name', (option, text) => {
    const attempt = (): unknown => read(option, text);
    expect(attempt).toThrow(option);
    expect(attempt).not.toThrow('hush');
  });

  it('is refused without a target: it would be lost', () => {
    expect(() => clusterSettingsOf({ cpu: '1' })).toThrow('--target');
    expect(clusterSettingsOf({})).toEqual({});
  });

  it('can be said again', () => {
    const command = addClusterOptions(new Command('x'));
    const long = command.options.map(({ long: name }) => name);
    expect(Object.values(CLUSTER_OPTIONS).sort()).toEqual(long.sort());
    const attributes = command.options.map(option => option.attributeName());
    expect(Object.keys(CLUSTER_OPTIONS).sort()).toEqual(attributes.sort());
  });
});
