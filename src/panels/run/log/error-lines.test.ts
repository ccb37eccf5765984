import { describe, expect, it } from 'vitest';
import { ErrorLines } from './error-lines.js';

describe('a line tells of an error', () => {
  it.each([
    ['ERROR: could not open file', true],
    ['ValueError: bad', true],
    ['KeyboardInterrupt', true],
    ['RuntimeError', true],
    ['Segmentation fault (core dumped)', true],
    ['[E socket.cpp:922] timed out', true],
    ['epoch 1 loss 0.3', false],
    ['0 errors, 3 warnings', false],
    ['mean error: 0.0312', false],
    ['terrors of the deep', false]
  ])('%j: %s', (text, is) => {
    expect(new ErrorLines().take(0, text)).toBe(is);
  });
});
