import { describe, expect, it } from 'vitest';
import { Kept } from './kept.js';

describe('a kept value', () => {
  it('is made once for all who ask meanwhile, and as long as it is young', async () => {
    const kept = new Kept<number>(100);
    let made = 0;
    const make = () => Promise.resolve((made += 1));
    const both = await Promise.all([
      kept.get('a', 0, { make }),
      kept.get('a', 0, { make })
    ]);
    expect(both).toEqual([1, 1]);
    expect(await kept.get('a', 99, { make })).toBe(1);
    expect(await kept.get('a', 100, { make })).toBe(2);
    expect(await kept.get('b', 100, { make })).toBe(3);
  });

  it('that failed is made anew', async () => {
    const kept = new Kept<number>(100);
    const fails = { make: () => Promise.reject(new Error('gone')) };
    await expect(kept.get('a', 0, fails)).rejects.toThrow('gone');
    expect(await kept.get('a', 1, { make: () => Promise.resolve(2) })).toBe(2);
  });

  it('goes on for those who wait, and ends with the last of them', async () => {
    const kept = new Kept<number>(100);
    const [one, two] = [new AbortController(), new AbortController()];
    let ended = false;
    const make = (signal: AbortSignal) =>
      new Promise<number>((_, reject) => {
        signal.addEventListener('abort', () => {
          ended = true;
          reject(new Error('ended'));
        });
      });
    const first = kept.get('a', 0, { signal: one.signal, make });
    const second = kept.get('a', 0, { signal: two.signal, make });
    one.abort(new Error('left'));
    await expect(first).rejects.toThrow('left');
    expect(ended).toBe(false);
    two.abort(new Error('left too'));
    await expect(second).rejects.toThrow('left too');
    expect(ended).toBe(true);
    expect(await kept.get('a', 1, { make: () => Promise.resolve(7) })).toBe(7);
  });

  it('is not waited for by who has left before', async () => {
    const kept = new Kept<number>(100);
    const signal = AbortSignal.abort(new Error('left'));
    const make = () => Promise.resolve(1);
    await expect(kept.get('a', 0, { signal, make })).rejects.toThrow('left');
  });
});
