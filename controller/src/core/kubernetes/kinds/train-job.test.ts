import { describe, expect, it } from 'vitest';
import type { ClusterWorkload } from '@jupyterlab-kubeflow/protocol';
import type { ManifestInput } from '../input.js';
import {
  NEW_TRAINJOB,
  OLD_TRAINJOB,
  defaultWorkload,
  fullWorkload,
  inputOf,
  workloadObject,
  without
} from '../testing.js';

type Values = Readonly<Record<string, unknown>>;

const specOf = (more: Partial<ManifestInput> = {}): Values =>
  workloadObject(inputOf('TrainJob', more)).spec ?? {};
const withFields = (more: Partial<ClusterWorkload>): Partial<ManifestInput> => ({
  workload: { ...defaultWorkload('TrainJob', 3), ...more }
});
const trainerOf = (more: Partial<ManifestInput> = {}): Values =>
  specOf(more)['trainer'] as Values;

describe('a TrainJob', () => {
  it('refers to its runtime and trains on so many nodes', () => {
    const spec = specOf();
    expect(spec['runtimeRef']).toEqual({
      apiGroup: 'trainer.kubeflow.org',
      kind: 'ClusterTrainingRuntime',
      name: 'torch-distributed'
    });
    expect(spec['trainer']).toMatchObject({
      image: `registry.example/base@sha256:${'0'.repeat(64)}`,
      numNodes: 3,
      numProcPerNode: 1,
      resourcesPerNode: { limits: { cpu: '2', memory: '5Gi' } }
    });
  });

  it('unpacks in the rank itself, and then starts it', () => {
    expect(trainerOf()['command']).toEqual([
      ...['python3', '-I', '/jkf/bundle/unpack.py', '/jkf/bundle', '/jkf/run/work'],
      ...['python3', '-u', '.jkf/runner', 'pod']
    ]);
  });

  it.each([1, 4, 'auto'] as const)('of %s processes a node is by torchrun', n => {
    const { command } = trainerOf(withFields({ nprocPerNode: n })) as {
      command: string[];
    };
    expect(command.includes('torch.distributed.run')).toBe(n !== 1);
  });

  it('has events in its log, and sets no variable that Trainer reserves', () => {
    const env = trainerOf()['env'] as { name: string }[];
    const names = env.map(({ name }) => name);
    expect(names).toContain('JKF_EVENTS_IN_LOG');
    expect(names.filter(name => name.startsWith('PET_'))).toEqual([]);
  });

  it('leaves the number of processes to Trainer only when asked to', () => {
    expect(trainerOf(withFields({ nprocPerNode: 4 }))['numProcPerNode']).toBe(4);
    const auto = trainerOf(withFields({ nprocPerNode: 'auto' }));
    expect(auto).not.toHaveProperty('numProcPerNode');
  });

  it('patches the pods of its runtime where the API is that of 2.2', () => {
    const [patch] = specOf()['runtimePatches'] as Values[];
    expect(patch).toMatchObject({
      manager: 'jupyterlab-kubeflow.io/gateway',
      trainingRuntimeSpec: {
        template: {
          spec: {
            replicatedJobs: [
              {
                name: 'node',
                template: {
                  spec: {
                    template: {
                      metadata: { labels: { 'sidecar.istio.io/inject': 'false' } },
                      spec: {
                        securityContext: { runAsNonRoot: true },
                        volumes: [
                          { name: 'jkf-run' },
                          { name: 'jkf-bundle' },
                          { name: 'jkf-shm' }
                        ],
                        containers: [{ name: 'node' }]
                      }
                    }
                  }
                }
              }
            ]
          }
        }
      }
    });
  });

  it('overrides templates of pods where the API is that of 2.1', () => {
    const trainJob = {
      ...NEW_TRAINJOB,
      spec: [...OLD_TRAINJOB.spec, 'podTemplateOverrides'],
      overrides: 'podTemplateOverrides'
    } as const;
    const spec = specOf({ cluster: { nativeSidecars: true, trainJob } });
    expect(spec['podTemplateOverrides']).toMatchObject([
      {
        targetJobs: [{ name: 'node' }],
        metadata: { annotations: { 'sidecar.istio.io/inject': 'false' } },
        spec: { containers: [{ name: 'node' }] }
      }
    ]);
  });

  it('leaves out what the API of 2.0 does not know', () => {
    const spec = specOf({
      workload: fullWorkload('TrainJob', 3),
      cluster: { nativeSidecars: true, trainJob: OLD_TRAINJOB }
    });
    const [override] = spec['podSpecOverrides'] as Values[];
    expect(Object.keys(override ?? {}).sort()).toEqual([
      ...['containers', 'nodeSelector', 'serviceAccountName', 'targetJobs'],
      ...['tolerations', 'volumes']
    ]);
    expect(override?.['containers']).toEqual([
      { name: 'node', volumeMounts: expect.any(Array) as unknown }
    ]);
    expect(spec).not.toHaveProperty('activeDeadlineSeconds');
    expect(spec['labels']).toMatchObject({ 'sidecar.istio.io/inject': 'false' });
  });

  it('is refused without a runtime, and by a cluster that has none', () => {
    const workload = without(defaultWorkload('TrainJob', 3), 'runtime');
    expect(() => specOf({ workload })).toThrow('A TrainJob needs a runtime');
    expect(() => specOf({ cluster: { nativeSidecars: true } })).toThrow(
      'The cluster has no TrainJob.'
    );
  });
});
