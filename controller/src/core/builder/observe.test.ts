import { describe, expect, it } from 'vitest';
import {
  buildState,
  exitProblem,
  failureIn,
  withoutSignature,
  type BuildSeen
} from './observe.js';
import { stepIn } from './step.js';

const DIGEST = `sha256:${'a'.repeat(64)}`;

function job(conditions: readonly object[] = [], extra: object = {}): object {
  return {
    kind: 'Job',
    metadata: { name: 'jkf-build-a', uid: 'j' },
    spec: { completions: 1 },
    status: { startTime: '2026-01-01T00:00:00Z', conditions },
    ...extra
  };
}

function pod(status: object, spec: object = {}): object {
  const metadata = {
    name: 'jkf-build-a-x',
    uid: 'p',
    creationTimestamp: '2026-01-01T00:00:00Z'
  };
  const containers = [
    { name: 'build', image: 'b', resources: { limits: { memory: '2Gi' } } }
  ];
  return {
    kind: 'Pod',
    metadata,
    spec: { nodeName: 'n', containers, ...spec },
    status
  };
}

const ended = (exitCode: number, more: object = {}): object => ({
  phase: exitCode === 0 ? 'Succeeded' : 'Failed',
  containerStatuses: [{ name: 'build', state: { terminated: { exitCode, ...more } } }]
});

const FAILED = [{ type: 'Failed', status: 'True', reason: 'BackoffLimitExceeded' }];

const seen = (jobOf: object | undefined, pods: object[] = []): BuildSeen =>
  ({ ...(jobOf ? { job: jobOf } : {}), pods, events: [] }) as unknown as BuildSeen;

describe('a build', () => {
  it('has pushed what its container says last, before the Job says anything', () => {
    const pods = [pod(ended(0, { message: `${DIGEST}\n` }))];
    expect(buildState(seen(job(), pods))).toEqual({
      kind: 'pushed',
      digest: DIGEST,
      pod: 'jkf-build-a-x'
    });
  });

  it('that says nothing has no result, whatever it did', () => {
    expect(buildState(seen(job(), [pod(ended(0))]))).toMatchObject({
      kind: 'failed',
      problem: { code: 'builder-lost' }
    });
  });

  it('runs while its container does, and waits before', () => {
    const running = { containerStatuses: [{ name: 'build', state: { running: {} } }] };
    expect(buildState(seen(job(), [pod({ phase: 'Running', ...running })]))).toEqual({
      kind: 'running',
      pod: 'jkf-build-a-x'
    });
    expect(buildState(seen(job()))).toMatchObject({ kind: 'waiting' });
  });

  it('is stuck where no node takes it, in the scheduler’s words', () => {
    const message = '0/3 nodes are available: 3 Insufficient memory.';
    const conditions = [
      { type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message }
    ];
    const pods = [pod({ phase: 'Pending', conditions }, { nodeName: undefined })];
    expect(buildState(seen(job(), pods))).toMatchObject({
      kind: 'stuck',
      problem: { code: 'pod-unschedulable', params: { detail: message } }
    });
  });

  it('that Pod Security refuses has failed, with its words', () => {
    const message =
      'pods "x" is forbidden: violates PodSecurity "baseline:latest": privileged';
    const about = { name: 'jkf-build-a', uid: 'j' };
    const events = [{ reason: 'FailedCreate', message, involvedObject: about }];
    const refused = { ...seen(job()), events } as unknown as BuildSeen;
    expect(buildState(refused)).toMatchObject({
      kind: 'failed',
      problem: { code: 'pod-refused', params: { detail: message } }
    });
  });

  it.each([
    ['builder-memory', pod(ended(137, { reason: 'OOMKilled' }))],
    [
      'builder-evicted',
      pod({ ...ended(137), reason: 'Evicted', message: 'low on disk' })
    ]
  ])('has %s in its own words', (code, its) => {
    expect(buildState(seen(job(FAILED), [its]))).toMatchObject({
      kind: 'failed',
      problem: { code }
    });
  });

  it('that takes too long is told so', () => {
    const conditions = [{ type: 'Failed', status: 'True', reason: 'DeadlineExceeded' }];
    expect(buildState(seen(job(conditions)))).toMatchObject({
      problem: { code: 'builder-deadline' }
    });
  });

  it('that somebody deletes is lost', () => {
    expect(buildState(seen(undefined))).toMatchObject({
      problem: { code: 'builder-lost' }
    });
  });
});

describe('a build’s program that failed', () => {
  const about = { tool: 'BuildKit', repository: 'r/x' };
  const code = (exitCode: number, lines: string[]): string =>
    exitProblem({ exitCode, said: '' }, lines, about).code;

  it.each([
    [1, ['#7 ERROR: no', 'error: failed to solve: exit code: 100'], 'builder-failed'],
    [1, ['error: failed to solve: failed to push r/x: 403'], 'builder-push-failed'],
    [70, ['operation not permitted'], 'builder-daemon'],
    [71, ['error: the context could not be fetched'], 'builder-context']
  ])('with %i and %o is %s', (exitCode, lines, expected) => {
    expect(code(exitCode, lines)).toBe(expected);
  });

  it('says why in its last word where its log is gone', () => {
    const { params } = exitProblem({ exitCode: 1, said: 'a\nerror: b.\n' }, [], about);
    expect(params).toMatchObject({ detail: 'b' });
  });

  it('shows no address by which somebody else could read the context', () => {
    const from = 'https://s3.x/b/jkf-build-a.tar.gz';
    const query = '?X-Amz-Expires=3600&X-Amz-Credential=AK%2F1&X-Amz-Signature=abc';
    const line = `error resolving source context: Get "${from}${query}": dial tcp: no`;
    expect(withoutSignature(line)).toBe(
      `error resolving source context: Get "${from}": dial tcp: no`
    );
    expect(withoutSignature('#1 RUN curl https://x/?a=1')).toContain('?a=1');
  });

  it('and says nothing has its exit code', () => {
    expect(failureIn(['', ' '])).toBeUndefined();
    expect(exitProblem({ exitCode: 3, said: '' }, [], about).params).toMatchObject({
      detail: 'it ended with 3'
    });
  });
});

describe('a step of a builder', () => {
  it.each([
    ['#7 [2/3] RUN apt-get update', 'RUN apt-get update'],
    ['#7 [stage-0 2/3] COPY ["a", "b"]', 'COPY ["a", "b"]'],
    ['#9 exporting to image', 'exporting to image'],
    ['INFO[0004] RUN apt-get update', 'RUN apt-get update']
  ])('in “%s” is “%s”', (line, step) => {
    expect(stepIn(line)).toBe(step);
  });

  it.each(['#7 0.412 Get:1 x', '#1 [internal] load build definition', ''])(
    'is none in “%s”',
    line => {
      expect(stepIn(line)).toBeUndefined();
    }
  );

  it('is cut where it is long', () => {
    expect(stepIn(`#7 [2/3] RUN ${'x'.repeat(99)}`)).toHaveLength(60);
  });
});
