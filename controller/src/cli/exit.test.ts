import type { Rank, RunState } from '@jupyterlab-kubeflow/protocol';
import { describe, expect, it } from 'vitest';
import { runExit } from './exit.js';
import { aRun } from './testing/runs.js';

const rank = (number: number, changes: Partial<Rank>): Rank => ({
  rank: number,
  role: 'worker',
  index: number,
  state: 'failed',
  ...changes
});

describe('the exit code of a run', () => {
  it.each<[RunState, Rank[], number]>([
    ['succeeded', [rank(0, { state: 'succeeded', exitCode: 0 })], 0],
    ['cancelled', [rank(0, { state: 'stopped', exitCode: 143 })], 130],
    ['failed', [rank(0, { exitCode: 7 })], 7],
    [
      'failed',
      [rank(0, { exitCode: 5, endedAt: 9 }), rank(1, { exitCode: 6, endedAt: 3 })],
      6
    ],
    [
      'failed',
      [rank(0, { state: 'stopped', exitCode: 143 }), rank(1, { exitCode: 137 })],
      137
    ],
    ['failed', [rank(0, { exitCode: 0 })], 1],
    ['failed', [], 1]
  ])('%s with %j is %i', (state, ranks, code) => {
    expect(runExit(aRun({ state, ranks }))).toBe(code);
  });
});
