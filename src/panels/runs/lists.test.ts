import { describe, expect, it } from 'vitest';
import type { Run } from '@jupyterlab-kubeflow/protocol';
import { nextIndex } from './move-focus.js';
import { matches, splitRuns } from './split-runs.js';

const run = (id: string, state: Run['state'], sentence?: string): Run => ({
  id,
  name: id,
  state,
  framework: 'none',
  source: `work/${id}.ipynb`,
  createdAt: 0,
  ranks: [],
  metrics: {},
  ...(sentence ? { problem: { code: 'x', params: {}, sentence, remedy: '' } } : {})
});

describe('the two lists', () => {
  it('hold active and earlier runs in the order given', () => {
    const runs = [
      run('a', 'failed'),
      run('b', 'running'),
      run('c', 'pending'),
      run('d', 'succeeded')
    ];
    const { active, earlier } = splitRuns(runs);
    expect(active.map(({ id }) => id)).toEqual(['b', 'c']);
    expect(earlier.map(({ id }) => id)).toEqual(['a', 'd']);
  });
});

describe('the filter', () => {
  it.each([
    ['', true],
    ['MNIST', true],
    ['failed memory', true],
    ['work/', true],
    ['mnist succeeded', false]
  ])('"%s": %s', (filter, found) => {
    expect(matches(run('mnist-x7k2m', 'failed', 'Out of memory.'), filter)).toBe(found);
  });
});

describe('arrows in a list of three', () => {
  it.each([
    ['ArrowDown', 0, 1],
    ['ArrowDown', 2, 2],
    ['ArrowUp', 0, 0],
    ['Home', 2, 0],
    ['End', 0, 2],
    ['a', 1, -1]
  ])('%s at %i goes to %i', (key, here, next) => {
    expect(nextIndex(key, here, 3)).toBe(next);
  });
});
