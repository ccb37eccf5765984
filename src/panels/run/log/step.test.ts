import { describe, expect, it } from 'vitest';
import { stepFrom } from './step.js';

const searched = (count: number, settled = true) => ({ settled, found: { count } });

describe('a step from one occurrence to the next', () => {
  it.each([
    [undefined, 1, 3, 0],
    [undefined, -1, 3, 2],
    [0, 1, 3, 1],
    [2, 1, 3, 0],
    [0, -1, 3, 2],
    [0, 1, 1, 0]
  ] as const)('from %s by %s of %s leads to %s', (at, by, count, next) => {
    expect(stepFrom(at, by, searched(count))).toBe(next);
  });

  it('leads nowhere when there is none, and nothing was sought', () => {
    expect(stepFrom(undefined, 1, searched(0))).toBeUndefined();
    expect(stepFrom(undefined, 1, { settled: true, found: undefined })).toBeUndefined();
  });

  it('is taken while the search goes on only where its end does not matter', () => {
    expect(stepFrom(undefined, 1, searched(1, false))).toBe(0);
    expect(stepFrom(1, -1, searched(2, false))).toBe(0);
    expect(stepFrom(undefined, 1, searched(0, false))).toBeUndefined();
    expect(stepFrom(undefined, -1, searched(2, false))).toBeUndefined();
    expect(stepFrom(1, 1, searched(2, false))).toBeUndefined();
    expect(stepFrom(0, -1, searched(2, false))).toBeUndefined();
  });
});
