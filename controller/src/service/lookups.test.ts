import { describe, expect, it } from 'vitest';
import {
  problem,
  ProblemError,
  reason,
  type Message
} from '@jupyterlab-kubeflow/protocol';
import { Lookups, type LookupWatch } from './lookups.js';

/** Time that moves when the test says so. */
class Hands {
  time = 0;
  readonly #sleepers: { at: number; wake: () => void }[] = [];
  readonly timing = {
    now: () => this.time,
    sleep: (ms: number) =>
      new Promise<void>(wake => {
        this.#sleepers.push({ at: this.time + ms, wake });
      })
  };

  async pass(ms: number): Promise<void> {
    const end = this.time + ms;
    for (; this.time < end; this.time += 1000) {
      for (const { at, wake } of this.#sleepers) if (at <= this.time) wake();
      await Promise.resolve();
    }
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
  }
}

/** A search that the test ends. */
function search() {
  const ends: { found: (value: number) => void; failed: (why: unknown) => void }[] = [];
  const watches: LookupWatch[] = [];
  const look = (watch: LookupWatch): Promise<number> => {
    watches.push(watch);
    return new Promise((found, failed) => {
      ends.push({ found, failed });
    });
  };
  return { ends, watches, look };
}

describe('a search that takes long', () => {
  it('is done once for all who ask, and each is told what it does', async () => {
    const hands = new Hands();
    const lookups = new Lookups<number>(hands.timing);
    const { ends, watches, look } = search();
    const heard: Message[] = [];
    const onProgress = (doing: Message): void => {
      heard.push(doing);
    };
    const waiting = lookups.wait('a', look, { onProgress });
    const asking = lookups.ask('a', look);
    const doing = reason('packages-base', {});
    watches[0]?.onProgress?.(doing);
    await hands.pass(3000);
    expect(await asking).toEqual({ state: 'looking', doing });
    ends[0]?.found(7);
    expect(await waiting).toBe(7);
    expect(heard).toEqual([doing]);
    expect(lookups.known('a')).toEqual({ state: 'found', found: 7 });
    expect(watches).toHaveLength(1);
  });

  it('is answered as soon as it ends', async () => {
    const hands = new Hands();
    const lookups = new Lookups<number>(hands.timing);
    const { ends, look } = search();
    const asking = lookups.ask('a', look);
    ends[0]?.found(7);
    expect(await asking).toEqual({ state: 'found', found: 7 });
    expect(lookups.known('b')).toBeUndefined();
  });

  it('goes on while somebody waits, and ends with the last of them', async () => {
    const hands = new Hands();
    const lookups = new Lookups<number>(hands.timing);
    const { watches, look } = search();
    const own = new AbortController();
    const waiting = lookups.wait('a', look, { signal: own.signal });
    await hands.pass(90_000);
    expect(watches[0]?.signal?.aborted).toBe(false);
    own.abort(new Error('enough'));
    await expect(waiting).rejects.toThrow('enough');
    // Whoever goes may take the program along: nothing of it is to stay.
    expect(watches[0]?.signal?.aborted).toBe(true);
    expect(lookups.known('a')).toBeUndefined();
  });

  it('is ended some time after the last page has asked, or with the program', async () => {
    const hands = new Hands();
    const lookups = new Lookups<number>(hands.timing);
    const { watches, look } = search();
    void lookups.ask('a', look);
    void lookups.ask('b', look);
    await hands.pass(15_000);
    void lookups.ask('a', look);
    await hands.pass(15_000);
    expect(watches.map(({ signal }) => signal?.aborted)).toEqual([false, true]);
    lookups.dispose();
    expect(watches[0]?.signal?.aborted).toBe(true);
    expect(lookups.known('a')).toBeUndefined();
  });

  it('is done anew after minutes; after seconds when it has failed', async () => {
    const hands = new Hands();
    const lookups = new Lookups<number>(hands.timing);
    const { ends, watches, look } = search();
    const why = problem('manifests-packages', {});
    const first = lookups.ask('a', look);
    ends[0]?.failed(new ProblemError(why));
    expect(await first).toEqual({ state: 'failed', problem: why });
    await hands.pass(11_000);
    const second = lookups.ask('a', look);
    ends[1]?.found(2);
    expect(await second).toEqual({ state: 'found', found: 2 });
    await hands.pass(9 * 60_000);
    expect(lookups.known('a')).toEqual({ state: 'found', found: 2 });
    await hands.pass(2 * 60_000);
    expect(lookups.known('a')).toBeUndefined();
    expect(watches).toHaveLength(2);
  });

  it('that broke is not remembered', async () => {
    const hands = new Hands();
    const lookups = new Lookups<number>(hands.timing);
    const { ends, look } = search();
    const waiting = lookups.wait('a', look, {});
    ends[0]?.failed(new Error('a fault of ours'));
    await expect(waiting).rejects.toThrow('a fault of ours');
    await Promise.resolve();
    expect(lookups.known('a')).toBeUndefined();
  });
});
