import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Run } from '@jupyterlab-kubeflow/protocol';
import { States } from './states.js';
import { writeWhole } from './storage.js';

const RUN: Run = {
  id: 'a',
  name: 'a',
  state: 'running',
  framework: 'none',
  source: 'a.py',
  createdAt: 1,
  ranks: [],
  metrics: {}
};

describe('states of runs', () => {
  let root: string;
  let states: States;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'jkf-states-'));
    mkdirSync(join(root, 'a'));
    states = new States(root);
  });
  afterEach(() => {
    rmSync(root, { recursive: true });
  });

  const write = (change: Partial<Run>): void => {
    writeWhole(join(root, 'a', 'state.json'), JSON.stringify({ ...RUN, ...change }));
  };

  it('are the same objects until they are written again', () => {
    write({});
    const first = states.read('a');
    expect(first).toEqual({ ...RUN, folder: join(root, 'a') });
    expect(states.read('a')).toBe(first);
    // Of the same length, within the same moment.
    write({ state: 'pending' });
    expect(states.read('a')?.state).toBe('pending');
    write({ state: 'running' });
    expect(states.read('a')?.state).toBe('running');
  });

  it('are unknown before the first and after the run is deleted', () => {
    expect(states.read('a')).toBeUndefined();
    write({});
    expect(states.read('a')?.id).toBe('a');
    rmSync(join(root, 'a'), { recursive: true });
    expect(states.read('a')).toBeUndefined();
  });

  it('are read anew when they had been forgotten', () => {
    write({});
    const first = states.read('a');
    states.retain(['a', 'b']);
    expect(states.read('a')).toBe(first);
    states.retain(['b']);
    expect(states.read('a')).not.toBe(first);
  });
});
