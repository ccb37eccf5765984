import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../object.js';
import { observeRun } from './observe.js';
import { AT, condition, ended, job, observe, pod, running } from './testing/objects.js';

/** As what fetches inputs writes it down. */
const said = JSON.stringify({
  code: 'input-missing',
  params: { name: 'data', url: 's3://b/k', detail: '404 NoSuchKey' }
});

describe('the state of a run', () => {
  it.each<[string, KubeObject | undefined, readonly KubeObject[], string]>([
    ['has no pod yet', job(), [], 'pending'],
    ['has a pod that waits', job(), [pod()], 'pending'],
    ['has a rank that runs', job(2), [pod({ rank: 1 }), running(0)], 'running'],
    ['has a rank that is done', job(2), [ended(0, 0)], 'running'],
    ['is complete', job(1, condition('Complete')), [ended(0, 0)], 'succeeded'],
    ['has failed', job(1, condition('Failed')), [ended(0, 1)], 'failed'],
    ['is suspended', job(1, {}, { suspend: true }), [], 'suspended'],
    ['is gone with all pods', undefined, [], 'cancelled'],
    ['is gone, its pods are done', undefined, [ended(0, 0), ended(1, 0)], 'succeeded'],
    ['is gone, a pod has failed', undefined, [ended(0, 0), ended(1, 2)], 'failed'],
    ['is gone, a pod runs', undefined, [running(0)], 'running']
  ])('whose workload %s', (_case, workload, pods, state) => {
    expect(observe(workload, pods).state).toBe(state);
  });

  it('that the user cancelled is cancelled, unless it had ended before', () => {
    const cancelled = (workload: KubeObject) =>
      observeRun({ workload, pods: [running(0)], events: [], cancelled: true });
    expect(cancelled(job())).toMatchObject({
      state: 'cancelled',
      ready: 0,
      ranks: [{ state: 'stopped' }]
    });
    expect(cancelled(job(1, condition('Complete'))).state).toBe('succeeded');
  });

  it('has a problem exactly when it has failed, and never waits and is stuck at once', () => {
    const pods = fc.array(
      fc.constantFrom(pod(), running(1), ended(0, 0), ended(2, 1), pod({ rank: 3 }))
    );
    const workloads = fc.constantFrom(
      undefined,
      job(3),
      job(2, condition('Failed')),
      job(2, condition('Complete')),
      job(1, condition('Suspended'))
    );
    fc.assert(
      fc.property(workloads, pods, (workload, given) => {
        const seen = observe(workload, given);
        expect(seen.problem !== undefined).toBe(seen.state === 'failed');
        expect(seen.waiting !== undefined && seen.obstacle !== undefined).toBe(false);
        expect(seen.ranks.map(({ rank }) => rank)).toEqual(seen.ranks.map((_, i) => i));
        expect(observe(workload, [...given].reverse()).state).toBe(seen.state);
      })
    );
  });
});

describe('ranks', () => {
  it('of a PyTorchJob start with the master', () => {
    const replica = (type: string, index: number) =>
      pod({
        name: `digits-${type}-${String(index)}`,
        meta: {
          labels: {
            'training.kubeflow.org/replica-type': type,
            'training.kubeflow.org/replica-index': String(index)
          }
        }
      });
    const workload = {
      kind: 'PyTorchJob',
      metadata: { name: 'digits', uid: 'w' },
      spec: { pytorchReplicaSpecs: { Worker: { replicas: 2 }, Master: {} } }
    };
    const { ranks } = observe(workload, [replica('worker', 1), replica('master', 0)]);
    expect(ranks.map(({ role, index, pod: name }) => [role, index, name])).toEqual([
      ['master', 0, 'digits-master-0'],
      ['worker', 0, undefined],
      ['worker', 1, 'digits-worker-1']
    ]);
  });

  it('of a TrainJob are its nodes', () => {
    const workload = { kind: 'TrainJob', spec: { trainer: { numNodes: 2 } } };
    expect(observe(workload).ranks).toHaveLength(2);
  });

  it('are their newest pods; earlier ones count as restarts', () => {
    const first = ended(0, 1);
    const second = pod({
      name: 'digits-0-later',
      createdAt: '2026-01-01T00:01:00Z',
      status: { phase: 'Running' },
      state: { running: {} }
    });
    const { ranks, restarts, ready } = observe(job(), [second, first]);
    expect(ranks).toMatchObject([{ pod: 'digits-0-later', state: 'running' }]);
    expect([restarts, ready]).toEqual([1, 1]);
  });

  it('have ended with their program, though a sidecar goes on', () => {
    const sidecar = pod({
      status: { phase: 'Running' },
      state: { terminated: { exitCode: 0, finishedAt: AT } }
    });
    expect(observe(job(), [sidecar]).ranks).toMatchObject([
      { state: 'succeeded', exitCode: 0, endedAt: Date.parse(AT) }
    ]);
  });
});

describe('why a run failed', () => {
  const failed = (pods: readonly KubeObject[], more: object = {}) =>
    observe(job(pods.length, condition('Failed', more)), pods);

  it.each<[string, KubeObject, string, string]>([
    ['the exit code', ended(0, 3, { reason: 'Error' }), 'pod-exit', 'exit code 3'],
    [
      'too little memory',
      ended(0, 137, { reason: 'OOMKilled' }),
      'pod-memory',
      '(2Gi)'
    ],
    [
      'a command that is not there',
      ended(0, 128, { reason: 'StartError', message: 'exec: "python": not found' }),
      'pod-start-failed',
      'exec: "python": not found'
    ],
    [
      'an eviction',
      pod({
        status: { phase: 'Failed', reason: 'Evicted', message: 'low on memory' },
        state: { terminated: { exitCode: 137 } }
      }),
      'pod-evicted',
      'low on memory'
    ],
    [
      'a node that is gone',
      pod({ status: { phase: 'Failed', reason: 'NodeLost' } }),
      'pod-lost',
      'NodeLost'
    ],
    [
      'an init container',
      pod({
        spec: { initContainers: [{ name: 'copy' }] },
        status: {
          phase: 'Failed',
          initContainerStatuses: [
            { name: 'copy', state: { terminated: { exitCode: 9 } } }
          ]
        }
      }),
      'pod-init-exit',
      'copy of rank 0'
    ],
    [
      'an input that is not there',
      fetching({ exitCode: 1, message: said }),
      'input-missing',
      'The input data is not there: s3://b/k: 404 NoSuchKey.'
    ],
    [
      'an input whose fetching was killed',
      fetching({ exitCode: 137, message: '' }),
      'pod-init-exit',
      'jkf-inputs of rank 0'
    ]
  ])('is %s', (_case, given, code, said) => {
    const seen = failed([given]);
    expect(seen.problem?.code).toBe(code);
    expect(seen.problem?.sentence).toContain(said);
    expect(seen.failedRank).toBe(0);
  });

  it('is its deadline', () => {
    const seen = failed([ended(0, 143)], { reason: 'DeadlineExceeded' });
    expect(seen.problem?.sentence).toBe('Job digits took longer than its deadline.');
  });

  it('is what the workload says when no pod is left', () => {
    const seen = observe(job(1, condition('Failed', { message: 'backoff limit' })));
    expect(seen.problem?.sentence).toBe('Job digits failed: backoff limit');
  });

  it('is the rank that failed first', () => {
    const later = '2026-01-01T00:00:09Z';
    const seen = failed([ended(0, 1, {}, later), ended(1, 2), running(2)]);
    expect(seen.failedRank).toBe(1);
    expect(seen.ranks.map(({ state }) => state)).toEqual([
      'failed',
      'failed',
      'stopped'
    ]);
  });
});

function fetching(terminated: object): KubeObject {
  return pod({
    spec: { initContainers: [{ name: 'jkf-inputs' }] },
    status: {
      phase: 'Failed',
      initContainerStatuses: [{ name: 'jkf-inputs', state: { terminated } }]
    }
  });
}
