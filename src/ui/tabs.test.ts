import { describe, expect, it } from 'vitest';
import { tabAfter } from './tabs.js';

describe('arrows in tabs', () => {
  it.each([
    ['ArrowRight', 1, 2],
    ['ArrowRight', 2, 0],
    ['ArrowLeft', 0, 2],
    ['Home', 2, 0],
    ['End', 0, 2],
    ['a', 1, 1]
  ])('%s leads from %i to %i of three', (key, from, to) => {
    expect(tabAfter(key, from, 3)).toBe(to);
  });
});
