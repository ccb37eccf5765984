import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Run } from '@jupyterlab-kubeflow/protocol';
import { ManualClock } from '../adapters/memory/clock.js';
import { MemoryTarget, type Program } from '../adapters/memory/target.js';
import { RunWatch, changesBetween, type Observer } from './run-watch.js';
import { plannedOf } from './testing/services.js';

const HANG: Program = [[{ kind: 'hang' }]];

/** Counts looks; fails while told to. */
class WatchedTarget extends MemoryTarget {
  looks = 0;
  failure: Error | undefined;

  override async list(): Promise<Run[]> {
    this.looks += 1;
    await Promise.resolve();
    if (this.failure) throw this.failure;
    return super.list();
  }

  begin(id: string): Promise<Run> {
    return this.launch({ id, ...plannedOf({ shown: 'digits.ipynb' }) });
  }
}

/** What an observer was told, as short words. */
class Page implements Observer {
  readonly told: string[] = [];

  began(runs: readonly Run[]): void {
    this.told.push(`all: ${runs.map(describeRun).join(' ')}`);
  }
  changed({ runs, removed }: { runs: readonly Run[]; removed: readonly string[] }) {
    this.told.push(...runs.map(describeRun), ...removed.map(id => `${id} removed`));
  }
  failed(error: unknown): void {
    this.told.push(String(error));
  }
}

function describeRun({ id, state }: Run): string {
  return `${id}=${state}`;
}

describe('RunWatch', () => {
  const log: string[] = [];
  let target: WatchedTarget;
  let watch: RunWatch;

  beforeEach(() => {
    vi.useFakeTimers();
    log.length = 0;
    target = new WatchedTarget(new ManualClock(), () => HANG);
    watch = new RunWatch(target, text => log.push(text));
  });
  afterEach(() => {
    watch.dispose();
    vi.useRealTimers();
  });

  const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

  it('looks only while somebody watches', async () => {
    watch.poke();
    await pass(60_000);
    expect(target.looks).toBe(0);
    const stop = watch.observe(new Page());
    await pass(10_000);
    const looks = target.looks;
    expect(looks).toBeGreaterThan(2);
    stop();
    await pass(60_000);
    expect(target.looks).toBe(looks);
  });

  it('tells all runs first, then each change once', async () => {
    await target.begin('a');
    const page = new Page();
    watch.observe(page);
    await pass(0);
    expect(page.told).toEqual(['all: a=running']);
    await target.begin('b');
    await pass(2000);
    await target.cancel('a');
    await pass(2000);
    await target.remove('a');
    await pass(2000);
    expect(page.told.slice(1)).toEqual(['b=running', 'a=cancelled', 'a removed']);
  });

  it('looks at once when poked, also during a look', async () => {
    const page = new Page();
    watch.observe(page);
    await pass(0);
    await target.begin('a');
    watch.poke();
    watch.poke();
    await target.cancel('a');
    watch.poke();
    await pass(0);
    expect(page.told.at(-1)).toBe('a=cancelled');
  });

  it('tells every page the same, whenever it comes', async () => {
    const [early, late] = [new Page(), new Page()];
    watch.observe(early);
    await pass(0);
    await target.begin('a');
    watch.observe(late);
    await pass(0);
    expect(early.told).toEqual(['all: ', 'a=running']);
    expect(late.told).toEqual(['all: a=running']);
  });

  it('tells a page nothing that left before the first look was done', async () => {
    const page = new Page();
    watch.observe(page)();
    await pass(10_000);
    expect(page.told).toEqual([]);
    expect(target.looks).toBe(1);
  });

  it('says once that the list cannot be read, and goes on when it can', async () => {
    const [early, late] = [new Page(), new Page()];
    target.failure = new Error('no disk');
    watch.observe(early);
    await pass(20_000);
    watch.observe(late);
    await pass(20_000);
    target.failure = undefined;
    await pass(20_000);
    expect(early.told).toEqual(['Error: no disk', 'all: ']);
    expect(late.told).toEqual(['Error: no disk', 'all: ']);
    expect(log).toEqual(['The list of runs cannot be read: Error: no disk']);
  });
});

describe('changesBetween', () => {
  it('compares by value', async () => {
    const target = new WatchedTarget(new ManualClock(), () => HANG);
    const [a, b] = [await target.begin('a'), await target.begin('b')];
    const before = new Map([a, b].map(run => [run.id, run]));
    const now = new Map([['a', { ...a, metrics: {} }]]);
    expect(changesBetween(before, now)).toEqual({ runs: [], removed: ['b'] });
    const changed = { ...a, metrics: { loss: 1 } };
    const after = changesBetween(before, new Map([['a', changed]]));
    expect(after.runs).toEqual([changed]);
  });
});
