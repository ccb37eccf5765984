import type { ClusterWorkload, InputSetting } from '@jupyterlab-kubeflow/protocol';
import { describe, expect, it } from 'vitest';
import { decideInputs } from '../plan/inputs.js';
import type { ManifestInput } from './input.js';
import { podTemplate } from './pod.js';
import { defaultWorkload, inputOf } from './testing.js';

const INPUTS: readonly InputSetting[] = [
  { name: 'digits', url: 's3://sets/digits', secret: 'store' },
  { name: 'words', url: 'https://h/words.txt' },
  { name: 'kept', url: 'pvc://claim/set' }
];

function specOf(workload: Partial<ClusterWorkload> = {}, inputs = INPUTS) {
  const given = inputOf('Job', {
    workload: { ...defaultWorkload('Job', 3), ...workload }
  });
  const facts = { target: 'cluster', hash: String, sizes: new Map() } as const;
  const plan = { ...given.plan, inputs: decideInputs(inputs, facts) };
  const input: ManifestInput = { ...given, plan };
  return podTemplate(input, { role: 'worker', env: [] }, {}).spec;
}

describe('a pod with inputs', () => {
  it('fetches them after the sidecar has started, by its own image', () => {
    const { initContainers = [], containers } = specOf();
    expect(initContainers.map(({ name }) => name)).toEqual([
      'jkf-events',
      'jkf-inputs'
    ]);
    const fetcher = initContainers[1];
    expect(fetcher?.image).toBe(containers[0]?.image);
    expect(fetcher?.command.slice(-3)).toEqual(['-u', '.jkf/runner', 'fetch']);
    expect(fetcher).not.toHaveProperty('restartPolicy');
  });

  it('gives what fetches the Secrets as files, and the rank none of them', () => {
    const { initContainers = [], containers, volumes } = specOf();
    expect(volumes).toContainEqual({
      name: 'jkf-keys-0',
      secret: { secretName: 'store', defaultMode: 0o440 }
    });
    const keys = { name: 'jkf-keys-0', mountPath: '/jkf/keys/store', readOnly: true };
    expect(initContainers[1]?.volumeMounts).toContainEqual(keys);
    expect(JSON.stringify([containers, initContainers[0]])).not.toContain('keys');
  });

  it('tells what fetches where each comes from and goes to', () => {
    const { initContainers = [] } = specOf();
    const order = initContainers[1]?.env.find(({ name }) => name === 'JKF_INPUTS');
    expect(JSON.parse(order?.value ?? '')).toEqual({
      inputs: [
        {
          name: 'digits',
          url: 's3://sets/digits',
          folder: '/inputs/digits',
          secret: { name: 'store', folder: '/jkf/keys/store' }
        },
        { name: 'words', url: 'https://h/words.txt', folder: '/inputs/words' }
      ],
      limitBytes: 10 * 1024 ** 3,
      failure: '/dev/termination-log'
    });
  });

  it('lets the rank read each, under the path that its variable names', () => {
    const [rank] = specOf().containers;
    const paths = rank?.volumeMounts.filter(({ name }) => name === 'jkf-inputs');
    expect(paths).toEqual(
      ['digits', 'words'].map(name => ({
        ...{ name: 'jkf-inputs', mountPath: `/inputs/${name}` },
        ...{ subPath: name, readOnly: true }
      }))
    );
    expect(rank?.env).toContainEqual({ name: 'JKF_INPUT_KEPT', value: '/inputs/kept' });
    expect(rank?.env).toContainEqual({
      name: 'JKF_INPUT_DIGITS',
      value: '/inputs/digits'
    });
  });

  it('asks for no more than the rank, and for no GPU', () => {
    const gpu = { count: 2, resource: 'nvidia.com/gpu' };
    const { initContainers = [] } = specOf({ gpu, cpu: 3 });
    expect(initContainers[1]?.resources.limits).toEqual({ cpu: '3', memory: '4160Mi' });
  });

  it('that are volumes alone has nothing that fetches', () => {
    const { initContainers = [], volumes } = specOf({}, INPUTS.slice(2));
    expect(initContainers.map(({ name }) => name)).toEqual(['jkf-events']);
    expect(volumes.map(({ name }) => name)).not.toContain('jkf-inputs');
  });
});
