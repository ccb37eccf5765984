import { nullTranslator } from '@jupyterlab/translation';
import { describe, expect, it } from 'vitest';
import type { Run, RunDetail } from '@jupyterlab-kubeflow/protocol';
import { failureOf, placeOf } from './failure.js';
import { duration, phases } from './run-texts.js';
import type { Failure } from './story.js';

const trans = nullTranslator.load('');
const NOW = 100_000;

const run = (fields: Partial<Run>): Run =>
  ({ id: 'a-1', state: 'running', createdAt: 10_000, ranks: [], ...fields }) as Run;

const reached = (one: Run): string =>
  phases(trans, one, NOW)
    .map(({ name, time, reached: how }) => `${name} ${time ?? '-'} ${how}`)
    .join(', ');

describe('the phases of a run', () => {
  it.each([
    [{ state: 'pending' }, 'planned 1:30 now, running - later, ended - later'],
    [{ startedAt: 12_000 }, 'planned 0:02 done, running 1:28 now, ended - later'],
    [
      { state: 'failed', startedAt: 12_000, endedAt: 72_000 },
      'planned 0:02 done, running 1:00 done, ended - now'
    ],
    [
      { state: 'cancelled', endedAt: 15_000 },
      'planned 0:05 done, running - later, ended - now'
    ]
  ] as const)('of %j are %s', (fields, text) => {
    expect(reached(run(fields))).toBe(text);
  });

  it('has no duration before it has started', () => {
    expect(duration(run({}), NOW)).toBeUndefined();
  });
});

const failure = (rank: number, expected = false, cell = 3): Failure =>
  ({ rank, event: { kind: 'failure', expected, cell, line: 2 } }) as Failure;

const stored = (...failures: Failure[]): RunDetail =>
  ({ failures }) as unknown as RunDetail;

describe('the failure of a run', () => {
  const failed = run({ problem: { params: { rank: 1 } } as unknown as never });

  it('is the last one of the rank its problem names', () => {
    const reports = [failure(1, false, 1), failure(1, false, 2), failure(0)];
    expect(failureOf(failed, reports, undefined)).toBe(reports[1]);
  });

  it('is no expected one, and is found in what was stored, too', () => {
    expect(failureOf(failed, [failure(1, true)], undefined)).toBeUndefined();
    expect(failureOf(failed, [], stored(failure(2), failure(1)))?.rank).toBe(1);
  });

  it('has its place from the problem, else from the exception', () => {
    const place = { cell: 9, line: 1 };
    const problem = { params: {}, place } as unknown as never;
    expect(placeOf(run({ problem }), failure(0))).toEqual(place);
    expect(placeOf(run({}), failure(0))).toEqual({ cell: 3, line: 2 });
    expect(placeOf(run({}), failure(0, false, 0))).toBeUndefined();
  });
});
