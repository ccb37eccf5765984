import { describe, expect, it } from 'vitest';
import { goProblem } from './go.js';

const go = (version: string) => ({ file: '/usr/bin/go', version });

describe('the Go toolchain', () => {
  it.each([
    ['of the version asked for', go('1.26.4'), 'local'],
    ['later than asked for', go('1.27.0'), 'local'],
    ['older, that fetches what a module asks for', go('1.24.4'), undefined]
  ])('serves when it is %s', (_, toolchain, setting) => {
    expect(goProblem(toolchain, '1.26.4', setting)).toBeUndefined();
  });

  it.each([
    ['absent', undefined, undefined, 'there is no go command'],
    ['too old', go('1.26.3'), 'local', '/usr/bin/go is 1.26.3'],
    ['too old to fetch another', go('1.19.8'), undefined, '/usr/bin/go is 1.19.8']
  ])('is named with a remedy when it is %s', (_, toolchain, setting, sentence) => {
    const problem = goProblem(toolchain, '1.26.4', setting);
    expect(problem).toContain(sentence);
    expect(problem).toContain('pip install');
  });
});
