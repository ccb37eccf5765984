import type { ClusterRef, Rank, Run } from '@jupyterlab-kubeflow/protocol';
import { problem } from '@jupyterlab-kubeflow/protocol';
import { describe, expect, it } from 'vitest';
import { buildMessage } from '../../image/build-progress.js';
import { recordMap } from '../../kubernetes/record.js';
import { inputOf } from '../../kubernetes/testing.js';
import { EMPTY_SUMMARY } from '../../run/summary.js';
import type { KubeObject } from '../object.js';
import { condition, ended, job, pod, running } from '../observe/testing/objects.js';
import { cancellation, suspension } from './changes.js';
import { clusterFailure } from './failure.js';
import { runsIn, type Objects } from './found.js';
import { keptRanks, lostEnd, seenRun } from './run.js';

const REF: ClusterRef = { kind: 'cluster', context: 'dev', namespace: 'team-a' };
const RUN = { 'jupyterlab-kubeflow.io/run': 'digits-x7k2m' };
const record = recordMap(inputOf('Job')) as unknown as KubeObject;
const ours = (from: KubeObject, name: string, labels: object = RUN): KubeObject => ({
  ...from,
  metadata: { ...(from['metadata'] as object), name, labels }
});
const of = (objects: Partial<Objects>): Objects => ({
  records: [],
  workloads: [],
  pods: [],
  events: [],
  ...objects
});
const seen = (objects: Partial<Objects>): Run[] =>
  runsIn(of(objects)).map(found => seenRun(REF, found).run);

describe('runs of a namespace', () => {
  it('are not the builds of their images', () => {
    const labels = { 'jupyterlab-kubeflow.io/build': 'jkf-build-a' };
    const build = ours(job(), 'jkf-build-a', labels);
    expect(seen({ workloads: [build] })).toEqual([]);
    expect(seen({ workloads: [ours(job(), 'theirs', {})] })).toHaveLength(1);
  });

  it('are records with the workload and the pods of their name', () => {
    const workload = ours(job(), 'digits-x7k2m');
    const labels = { ...RUN, 'batch.kubernetes.io/job-completion-index': '0' };
    const [run, ...others] = seen({
      records: [record],
      workloads: [workload],
      pods: [ours(running(0), 'digits-x7k2m-0', labels), running(0)]
    });
    expect(others).toEqual([]);
    expect(run).toMatchObject({
      id: 'digits-x7k2m',
      state: 'running',
      kind: 'Job',
      source: 'work/digits.ipynb',
      parent: 'digits-aaaaa',
      target: REF,
      ranks: [{ rank: 0, state: 'running', pod: 'digits-x7k2m-0' }]
    });
  });

  it('are also workloads of other tools, but not the parts of others', () => {
    const owned = {
      ...job(),
      metadata: { name: 'part', ownerReferences: [{ uid: 'o' }] }
    };
    const labels = { 'job-name': 'digits' };
    const runs = seen({
      workloads: [job(), owned],
      pods: [ours(ended(0, 0), 'digits-0', labels)]
    });
    expect(runs).toMatchObject([
      { id: 'digits', source: '', framework: 'none', ranks: [{ state: 'succeeded' }] }
    ]);
  });

  it('wait for a workload that is still to be made, and are over when it was deleted', () => {
    expect(seen({ records: [record] })).toMatchObject([{ state: 'pending' }]);
    const metadata = {
      ...(record['metadata'] as object),
      ownerReferences: [{ uid: 'w' }]
    };
    const orphan = { ...record, metadata };
    expect(seen({ records: [orphan] })).toMatchObject([{ state: 'cancelled' }]);
  });

  it('are cancelled by a mark on their workload, with the suspension', () => {
    const at = '2026-01-01T00:00:00Z';
    const patch = cancellation('Job', at) as { metadata: object; spec: object };
    const workload = ours(job(1, {}, patch.spec), 'digits-x7k2m');
    const metadata = { ...(workload['metadata'] as object), ...patch.metadata };
    const [run] = seen({ records: [record], workloads: [{ ...workload, metadata }] });
    expect(run).toMatchObject({ state: 'cancelled', endedAt: Date.parse(at) });
  });

  it('are suspended where their kind wants it', () => {
    expect(suspension('TrainJob', true)).toEqual({ spec: { suspend: true } });
    const runPolicy = { suspend: false };
    expect(suspension('PyTorchJob', false)).toEqual({ spec: { runPolicy } });
  });
});

describe('what is known of ranks', () => {
  const rank = (more: Partial<Rank>): Rank => ({
    rank: 0,
    role: 'worker',
    index: 0,
    state: 'waiting',
    ...more
  });
  const done = rank({ state: 'succeeded', pod: 'a', exitCode: 0 });

  it('is kept when their pods are gone', () => {
    expect(keptRanks([done], [rank({ state: 'stopped' })])).toEqual([done]);
    expect(keptRanks([done], [])).toEqual([done]);
    const begun = rank({ state: 'running', pod: 'a' });
    expect(keptRanks([begun], [])).toEqual([{ ...begun, state: 'stopped' }]);
    const next = rank({ state: 'running', pod: 'b' });
    expect(keptRanks([begun], [next])).toEqual([next]);
  });

  it('tells how a run ended whose objects are gone', () => {
    const end = (...ranks: Rank[]) => lostEnd({ id: 'digits-x7k2m', ranks });
    expect(end(done)).toEqual({ state: 'succeeded' });
    expect(end(done, rank({}))).toEqual({ state: 'cancelled' });
    expect(end()).toEqual({ state: 'cancelled' });
  });

  it('tells that a start was interrupted, whose objects never were', () => {
    const waiting = buildMessage({ step: 'upload', bytes: 100 });
    const end = lostEnd({ id: 'digits-x7k2m', ranks: [rank({})], waiting });
    expect(end).toMatchObject({
      state: 'failed',
      problem: { code: 'run-start-interrupted', params: { id: 'digits-x7k2m' } }
    });
  });
});

describe('why a run on a cluster failed', () => {
  const objects = of({
    records: [record],
    workloads: [ours(job(1, condition('Failed')), 'digits-x7k2m')],
    pods: [ours(ended(0, 1), 'digits-x7k2m-0'), pod({ rank: 1 })]
  });
  const [found] = runsIn(objects);
  if (!found) throw new Error('there is no run');
  const { run } = seenRun(REF, found);
  const failure = { kind: 'failure', time: 0, cell: 2, line: 3 } as const;
  const said = {
    ...EMPTY_SUMMARY,
    failure: { ...failure, exception: 'ValueError', message: 'no', expected: false }
  } as unknown as typeof EMPTY_SUMMARY;

  it('is the exception, where its objects only say that it ended badly', () => {
    const exit = problem('pod-exit', { rank: 0, pod: 'p', exitCode: 1 });
    expect(clusterFailure(run, [said], { seen: exit, first: 0 })).toMatchObject({
      code: 'run-failed-in-cell',
      place: { cell: 2, line: 3 }
    });
    expect(clusterFailure(run, [EMPTY_SUMMARY], { seen: exit })).toBe(exit);
  });

  it('is what has taken the pod, whatever its program said about it', () => {
    const memory = problem('pod-memory', { rank: 0, pod: 'p', limit: '' });
    expect(clusterFailure(run, [said], { seen: memory, first: 0 })).toBe(memory);
  });
});
