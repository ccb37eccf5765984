import { describe, expect, it } from 'vitest';
import { eachLimited } from './limit.js';

const turn = () => new Promise<void>(done => setImmediate(done));

describe('work on many things', () => {
  it('is done for each, never more than the limit at once', async () => {
    let running = 0;
    let most = 0;
    const done: number[] = [];
    await eachLimited([1, 2, 3, 4, 5], 2, undefined, async item => {
      most = Math.max(most, (running += 1));
      await turn();
      running -= 1;
      done.push(item);
    });
    expect(most).toBe(2);
    expect(done.sort()).toEqual([1, 2, 3, 4, 5]);
  });

  it('ends with the first failure: what runs is told, what waits is not begun', async () => {
    const seen: number[] = [];
    let told = false;
    const work = eachLimited([1, 2, 3], 2, undefined, async (item, signal) => {
      seen.push(item);
      if (item === 1) throw new Error('first');
      await new Promise<void>(done => {
        signal.addEventListener('abort', () => {
          done();
        });
      });
      told = true;
    });
    await expect(work).rejects.toThrow('first');
    expect([seen, told]).toEqual([[1, 2], true]);
  });

  it('is not begun when it is cancelled before', async () => {
    const work = eachLimited([1], 2, AbortSignal.abort(), () =>
      Promise.reject(new Error('begun'))
    );
    await expect(work).rejects.toThrow('aborted');
  });
});
