import { ProblemError } from '@jupyterlab-kubeflow/protocol';
import { describe, expect, it } from 'vitest';
import { prunable } from './prunable.js';
import { selectRun } from './select.js';
import { aRun, NOW } from './testing/runs.js';

const ids = ['digits-b', 'digits', 'ddp-k', 'a1', 'a2', 'a3', 'a4', 'a5', 'a6'];
const runs = ids.map(id => aRun({ id }));

function choose(wanted: string, among = runs): string {
  try {
    return selectRun(among, wanted).id;
  } catch (error) {
    return error instanceof ProblemError ? error.problem.sentence : 'another error';
  }
}

describe('naming a run', () => {
  it.each([
    ['digits', 'digits'],
    ['digits-', 'digits-b'],
    ['dd', 'ddp-k'],
    ['last', 'digits-b'],
    ['x', 'There is no run x.'],
    ['', 'There is no run .'],
    ['d', 'Several runs start with d: digits-b, digits, ddp-k.'],
    ['a', 'Several runs start with a: a1, a2, a3, a4, a5, ….']
  ])('"%s" is %s', (wanted, found) => {
    expect(choose(wanted)).toBe(found);
  });

  it('there is no last run before the first', () => {
    expect(choose('last', [])).toBe('There are no runs yet.');
  });
});

describe('pruning', () => {
  const day = 86_400_000;
  const aged = [
    aRun({ id: 'live', state: 'running' }),
    aRun({ id: 'new', endedAt: NOW - day }),
    aRun({ id: 'old', endedAt: NOW - 10 * day }),
    aRun({ id: 'older', endedAt: NOW - 40 * day })
  ];
  it.each([
    [{ keep: 20 }, []],
    [{ keep: 1 }, ['old', 'older']],
    [{ keep: 0 }, ['new', 'old', 'older']],
    [{ keep: 0, olderThan: 30 * day }, ['older']],
    [{ keep: 3, olderThan: 30 * day }, []]
  ])('%j deletes %j', (retention, gone) => {
    expect(prunable(aged, retention, NOW).map(({ id }) => id)).toEqual(gone);
  });
});
