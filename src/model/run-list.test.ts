import { describe, expect, it } from 'vitest';
import type { FeedMessage, Run } from '@jupyterlab-kubeflow/protocol';
import { NO_RUNS, reduceRuns } from './run-list.js';

const someRun = (id: string, fields: Partial<Run> = {}): Run => ({
  id,
  name: id,
  state: 'running',
  framework: 'none',
  source: `${id}.ipynb`,
  createdAt: 0,
  ranks: [],
  metrics: {},
  ...fields
});

const after = (...messages: FeedMessage[]) => messages.reduce(reduceRuns, NO_RUNS);
const ids = (...messages: FeedMessage[]): string[] =>
  after(...messages).runs.map(({ id }) => id);

const old = someRun('old', { createdAt: 1 });
const young = someRun('young', { createdAt: 2 });

describe('the list of runs', () => {
  it('is newest first however it comes', () => {
    expect(ids({ kind: 'runs', runs: [old, young] })).toEqual(['young', 'old']);
    expect(ids({ kind: 'run', run: old }, { kind: 'run', run: young })).toEqual([
      'young',
      'old'
    ]);
  });

  it('keeps its order when a run changes', () => {
    const ended = { ...old, state: 'succeeded' as const, endedAt: 9 };
    const list = after(
      { kind: 'runs', runs: [young, old] },
      { kind: 'run', run: ended }
    );
    expect(list.runs).toEqual([young, ended]);
  });

  it('orders runs of one moment by their ids', () => {
    const twins = [someRun('b'), someRun('a')];
    expect(ids({ kind: 'runs', runs: twins })).toEqual(['a', 'b']);
  });

  it('starts anew with a new list, and forgets what was removed', () => {
    expect(ids({ kind: 'run', run: old }, { kind: 'runs', runs: [young] })).toEqual([
      'young'
    ]);
    expect(ids({ kind: 'run', run: old }, { kind: 'removed', id: 'old' })).toEqual([]);
  });

  it('is loaded once a list has come, even an empty one', () => {
    expect(after({ kind: 'run', run: old }).loaded).toBe(false);
    expect(after({ kind: 'runs', runs: [] }).loaded).toBe(true);
  });

  it('is the same object after a message that is not about it', () => {
    expect(reduceRuns(NO_RUNS, { kind: 'complete', run: 'old' })).toBe(NO_RUNS);
  });
});

describe('the history of metrics', () => {
  const at = (loss: number): FeedMessage => ({
    kind: 'run',
    run: { ...old, metrics: { loss } }
  });

  it('has each new value once, also across a new list', () => {
    const again: FeedMessage = {
      kind: 'runs',
      runs: [{ ...old, metrics: { loss: 2 } }]
    };
    expect(after(at(3), at(3), at(2), again, at(1)).history['old']).toEqual({
      loss: [3, 2, 1]
    });
  });

  it('is bounded and goes with its run', () => {
    const many = Array.from({ length: 100 }, (_, loss) => at(loss));
    expect(after(...many).history['old']?.['loss']).toHaveLength(40);
    expect(after(at(1), { kind: 'removed', id: 'old' }).history).toEqual({});
  });
});
