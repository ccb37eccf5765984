import { describe, expect, it } from 'vitest';
import type { RunnerEvent } from '@jupyterlab-kubeflow/protocol';
import { combine, EMPTY_SUMMARY, summarize, type RankSummary } from './summary.js';

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
    expect(combine([after(), after()])).toEqual({ metrics: {} });
  });

  it('is the last value of each metric, of the lowest rank that reported it', () => {
    const zero = after(metric('loss', 0.5), metric('loss', 0.25));
    const one = after(metric('loss', 9), metric('accuracy', 0.75));
    expect(combine([zero, one]).metrics).toEqual({ loss: 0.25, accuracy: 0.75 });
  });

  it('is the last value of no more than a thousand metrics', () => {
    const events = Array.from({ length: 1500 }, (_, i) => metric(`m${String(i)}`, i));
    const { metrics } = combine([after(...events, metric('m0', -1))]);
    expect(Object.keys(metrics)).toHaveLength(1000);
    expect(metrics).toMatchObject({ m0: -1, m999: 999 });
  });

  it('is the progress of the rank furthest behind', () => {
    const ranks = [after(cell(1, 4), cell(3, 4)), after(cell(2, 4))];
    expect(combine(ranks).progress).toEqual({ position: 2, of: 4 });
  });

  it('counts a rank that has not reported yet as not begun', () => {
    expect(combine([after(cell(3, 4)), after()]).progress).toEqual({
      position: 0,
      of: 4
    });
  });

  it('is the highest peak memory of all ranks', () => {
    const ranks = [after(memory(7), memory(5)), after(memory(6))];
    expect(combine(ranks).peakBytes).toBe(7);
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
