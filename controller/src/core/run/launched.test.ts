import { describe, expect, it } from 'vitest';
import type { Run } from '@jupyterlab-kubeflow/protocol';
import { newestFirst } from './launched.js';

const run = (id: string, createdAt: number): Run => ({
  id,
  name: id,
  state: 'succeeded',
  framework: 'none',
  source: 'a.ipynb',
  createdAt,
  ranks: [],
  metrics: {}
});

describe('a list of runs', () => {
  it('has the newest first, and those of one moment by id', () => {
    const runs = [run('b', 1), run('c', 2), run('a', 1)];
    expect(newestFirst(runs).map(({ id }) => id)).toEqual(['c', 'a', 'b']);
  });
});
