import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { formatIdentity, identify } from '../run-folder/identity.js';
import { Lock } from './lock.js';

const NOW = Date.now();
let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'jkf-lock-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const held = (change: object): void => {
  const self = identify(process.ppid);
  if (!self) throw new Error('there is no parent');
  writeFileSync(join(folder, 'collector'), formatIdentity({ ...self, ...change }));
};

describe('the right to write a mirror', () => {
  it('is not given while another process has it', () => {
    held({});
    expect(Lock.take(folder, NOW)).toBeUndefined();
  });

  it.each([
    ['has ended', { start: '1' }],
    ['was of an earlier boot', { boot: 'before-1' }]
  ])('is taken over from a process that %s', (_case, change) => {
    held(change);
    const lock = Lock.take(folder, NOW);
    expect(lock?.hold(NOW)).toBe(true);
    expect(readdirSync(folder)).toEqual(['collector']);
  });

  it('is taken from another computer only after a long silence', () => {
    held({ host: 'elsewhere' });
    expect(Lock.take(folder, NOW)).toBeUndefined();
    expect(Lock.take(folder, NOW + 300_000)).toBeDefined();
  });

  it('is lost when somebody else has taken it, and free when given back', () => {
    const lock = Lock.take(folder, NOW);
    held({});
    expect(lock?.hold(NOW)).toBe(false);
    lock?.release();
    expect(readdirSync(folder)).toEqual(['collector']);
    rmSync(join(folder, 'collector'));
    Lock.take(folder, NOW)?.release();
    expect(readdirSync(folder)).toEqual([]);
  });
});
