import { problem } from '@jupyterlab-kubeflow/protocol';
import { describe, expect, it } from 'vitest';
import { aRun, NOW } from '../testing/runs.js';
import { painter } from './paint.js';
import { runTable } from './run-table.js';
import { width } from './text.js';

const layout = { paint: painter(false), columns: 200, cut: true };
const raised = {
  id: 'a',
  rank: 0,
  source: 'a.ipynb',
  cell: 3,
  line: 1,
  error: 'ValueError: no data',
  exception: 'ValueError'
};
const failed = problem('run-failed-in-cell', raised);

describe('the table of runs', () => {
  it('names the file before its folder', () => {
    const [, line] = runTable([aRun({ source: 'a/b/digits.ipynb' })], NOW, layout);
    expect(line).toContain('digits.ipynb (a/b)');
  });

  it('tells the exception and its cell', () => {
    const [, line] = runTable(
      [aRun({ state: 'failed', problem: failed })],
      NOW,
      layout
    );
    expect(line).toMatch(/ValueError, cell 3$/);
  });

  it.each([
    [1, / {2}train\.py ended with exit code 2\.$/],
    [2, / {2}Rank 0: train\.py ended with exit code 2\.$/]
  ])('names the rank when there are several: %i', (count, end) => {
    const ranks = aRun().ranks.flatMap(rank =>
      Array.from({ length: count }, () => rank)
    );
    const params = { id: 'a', rank: 0, source: 'train.py', exitCode: 2 };
    const run = aRun({ ranks, problem: problem('run-file-exit', params) });
    expect(runTable([run], NOW, layout)[1]).toMatch(end);
  });

  it.each([60, 72, 80, 100])('is never wider than %i columns', columns => {
    const source = '/home/me/a/very/long/folder/of/notebooks/digits.ipynb';
    const runs = [aRun({ id: 'a'.repeat(40), source, problem: failed })];
    const lines = runTable(runs, NOW, { ...layout, columns });
    expect(lines.every(line => width(line) <= columns)).toBe(true);
  });
});
