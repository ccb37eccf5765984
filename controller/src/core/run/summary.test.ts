import { describe, expect, it } from 'vitest';
import { problem, type Run, type RunnerEvent } from '@jupyterlab-kubeflow/protocol';
import { combine, EMPTY_SUMMARY, summarize, type RankSummary } from './summary.js';

const RUNNING = { state: 'running' } as const;
const at = { time: 1, cell: 1 };
const metric = (name: string, value: number): RunnerEvent => ({
  kind: 'metric',
  ...at,
  name,
  value
});
const cell = (position: number, of: number): RunnerEvent => ({
  kind: 'cell-started',
  ...at,
  position,
  of
});
const memory = (peakBytes: number): RunnerEvent => ({
  kind: 'memory',
  time: 1,
  peakBytes
});
const failure = (message: string, expected: boolean): RunnerEvent => ({
  kind: 'failure',
  ...at,
  line: 1,
  exception: 'ValueError',
  message,
  traceback: '',
  expected
});

const after = (...events: RunnerEvent[]): RankSummary =>
  events.reduce(summarize, EMPTY_SUMMARY);

describe('what the events of ranks add up to', () => {
  it('is nothing at the beginning', () => {
    expect(combine(RUNNING, [after(), after()])).toEqual({ metrics: {} });
  });

  it('is the last value of each metric, of the lowest rank that reported it', () => {
    const zero = after(metric('loss', 0.5), metric('loss', 0.25));
    const one = after(metric('loss', 9), metric('accuracy', 0.75));
    expect(combine(RUNNING, [zero, one]).metrics).toEqual({
      loss: 0.25,
      accuracy: 0.75
    });
  });

  it('is the last value of no more than a thousand metrics', () => {
    const events = Array.from({ length: 1500 }, (_, i) => metric(`m${String(i)}`, i));
    const { metrics } = combine(RUNNING, [after(...events, metric('m0', -1))]);
    expect(Object.keys(metrics)).toHaveLength(1000);
    expect(metrics).toMatchObject({ m0: -1, m999: 999 });
  });

  it('is the progress of the rank furthest behind', () => {
    const ranks = [after(cell(1, 4), cell(3, 4)), after(cell(2, 4))];
    expect(combine(RUNNING, ranks).progress).toEqual({ position: 2, of: 4 });
  });

  it('counts a rank that has not reported yet as not begun', () => {
    expect(combine(RUNNING, [after(cell(3, 4)), after()]).progress).toEqual({
      position: 0,
      of: 4
    });
  });

  it('is the progress of the rank that failed, not of those stopped with it', () => {
    const why = problem('run-rank-exit', { id: 'a', rank: 1, exitCode: 1 });
    const failed: Pick<Run, 'state' | 'problem'> = { state: 'failed', problem: why };
    const ranks = [after(), after(cell(2, 4)), after(cell(1, 4))];
    expect(combine(failed, ranks).progress).toEqual({ position: 2, of: 4 });
    expect(combine(failed, [after(cell(1, 4)), after()])).toEqual({ metrics: {} });
  });

  it('is the progress of ranks that began, once the run has ended otherwise', () => {
    const ranks = [after(), after(cell(3, 4)), after(cell(2, 4))];
    expect(combine({ state: 'cancelled' }, ranks).progress).toEqual({
      position: 2,
      of: 4
    });
  });

  it('is the highest peak memory of all ranks', () => {
    const ranks = [after(memory(7), memory(5)), after(memory(6))];
    expect(combine(RUNNING, ranks).peakBytes).toBe(7);
  });

  it('keeps the first failure that was not expected', () => {
    const summary = after(
      failure('expected', true),
      failure('first', false),
      failure('second', false)
    );
    expect(summary.failure?.message).toBe('first');
  });
});
