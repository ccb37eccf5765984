/** For tests of commands: runs at a fixed time. */
import type { Run } from '@jupyterlab-kubeflow/protocol';

/** The time on every test's clock. */
export const NOW = Date.UTC(2026, 0, 2, 12, 0, 0);

/** A run that is running, on so many ranks. */
export function aLiveRun(ranks: number, changes: Partial<Run> = {}): Run {
  return {
    id: 'digits-x7k2m',
    name: 'digits',
    state: 'running',
    framework: 'none',
    source: 'digits.ipynb',
    createdAt: NOW - 120_000,
    startedAt: NOW - 72_000,
    ranks: Array.from({ length: ranks }, (_, rank) => ({
      rank,
      role: 'worker',
      index: rank,
      state: 'running'
    })),
    metrics: {},
    ...changes
  };
}

/** A run that has succeeded, with changes. */
export function aRun(changes: Partial<Run> = {}): Run {
  const ranks = [
    { rank: 0, role: 'worker', index: 0, state: 'succeeded', exitCode: 0 } as const
  ];
  const ended = { state: 'succeeded', endedAt: NOW, ranks } as const;
  const folder = '/home/me/runs/digits';
  return aLiveRun(1, { ...ended, ranks: [...ranks], folder, ...changes });
}
