import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Run } from '@jupyterlab-kubeflow/protocol';
import { Board } from '../run-folder/board.js';
import { Observer } from './observer.js';
import { sleep } from '../run-folder/sleep.js';

const RUN: Run = {
  id: 'a',
  name: 'a',
  state: 'running',
  framework: 'none',
  source: 'a.py',
  createdAt: 1,
  ranks: [{ rank: 0, role: 'worker', index: 0, state: 'running' }],
  metrics: {}
};

describe('an observer', () => {
  let folder: string;
  let rank: string;
  let board: Board;
  let end: AbortController;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'jkf-observer-'));
    rank = join(folder, 'ranks', '0');
    mkdirSync(rank, { recursive: true });
    for (const name of ['log', 'events.jsonl']) writeFileSync(join(rank, name), '');
    board = new Board(folder, RUN);
    board.publish();
    end = new AbortController();
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const metric = (value: number): void => {
    const event = { kind: 'metric', time: 1, cell: 1, name: 'loss', value };
    appendFileSync(join(rank, 'events.jsonl'), `${JSON.stringify(event)}\n`);
  };
  const published = (): unknown =>
    (JSON.parse(readFileSync(join(folder, 'state.json'), 'utf8')) as Run).metrics;

  it('notes at most ten times a second that a log has grown, and its end', async () => {
    const started = performance.now();
    const watched = new Observer(folder, board, { now: () => 7 }).watch(end.signal);
    for (let i = 0; i < 60; i += 1) {
      appendFileSync(join(rank, 'log'), 'line\n');
      await sleep(5);
    }
    end.abort();
    await watched;
    const stamps = readFileSync(join(rank, 'log.times'), 'utf8').trim().split('\n');
    const looks = (performance.now() - started) / 99 + 1;
    expect(stamps.length).toBeLessThanOrEqual(looks);
    expect(stamps.at(-1)).toBe('300 7');
  });

  it('takes in the events, also the last, whose line has no end', async () => {
    const watched = new Observer(folder, board, { now: () => 7 }).watch(end.signal);
    metric(0.5);
    while (Object.keys(board.run.metrics).length === 0) await sleep(10);
    appendFileSync(
      join(rank, 'events.jsonl'),
      '{"kind":"metric","time":1,"cell":1,"name":"acc","value":1}'
    );
    end.abort();
    await watched;
    expect(board.run.metrics).toEqual({ loss: 0.5, acc: 1 });
  });

  it('publishes them although the clock is set back', async () => {
    let now = 1e12;
    const watched = new Observer(folder, board, { now: () => now }).watch(end.signal);
    metric(0.5);
    while (Object.keys(board.run.metrics).length === 0) await sleep(10);
    now -= 1e9;
    metric(0.25);
    while (JSON.stringify(published()) !== '{"loss":0.25}') await sleep(50);
    end.abort();
    await watched;
  });
});
