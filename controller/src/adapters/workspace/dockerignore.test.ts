import { describe, expect, it } from 'vitest';
import { ignoredBy } from './dockerignore.js';

describe('.dockerignore', () => {
  it.each([
    ['data', 'data/b.bin', true],
    ['data\n!data/keep.bin', 'data/keep.bin', false],
    ['# data', 'data/b.bin', false],
    ['**/*.sh', 'img/c.sh', true],
    ['*.sh\r\n', 'c.sh', true],
    ['', 'Dockerfile', false]
  ])('%j leaves %s out: %s', (text, path, isLeft) => {
    expect(ignoredBy(text)(path)).toBe(isLeft);
  });
});
