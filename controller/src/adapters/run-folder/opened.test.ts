import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openBelow } from './opened.js';

describe('a file of a run', () => {
  let place: string;
  let work: string;
  beforeEach(() => {
    place = mkdtempSync(join(tmpdir(), 'jkf-opened-'));
    work = join(place, 'work');
    mkdirSync(join(work, 'deep'), { recursive: true });
    writeFileSync(join(place, 'outside'), 'secret');
    writeFileSync(join(work, 'inside'), 'result');
  });
  afterEach(() => {
    rmSync(place, { recursive: true });
  });

  /** What is read, and what was announced. */
  async function read(path: string, before?: () => void): Promise<unknown> {
    const file = await openBelow(work, path);
    if (!file) return undefined;
    before?.();
    const parts: Uint8Array[] = [];
    for await (const part of file.bytes) parts.push(part);
    const bytes = Buffer.concat(parts);
    expect(bytes.length).toBe(file.size);
    return bytes.toString();
  }

  it('is read through links that stay in the folder', async () => {
    symlinkSync('../inside', join(work, 'deep', 'link'));
    expect(await read('deep/link')).toBe('result');
  });

  it.each([
    ['a link to a file outside', '../outside'],
    ['a link to a folder above', '../..'],
    ['a link to itself', 'loop'],
    ['a link to nothing', 'nothing'],
    ['a device', '/dev/zero']
  ])('is not %s', async (_what, to) => {
    symlinkSync(to, join(work, 'loop'));
    expect(await read('loop')).toBeUndefined();
    expect(await read('loop/outside')).toBeUndefined();
  });

  it('is no pipe, on which a reader would wait for ever', async () => {
    execFileSync('mkfifo', [join(work, 'pipe')]);
    expect(await read('pipe')).toBeUndefined();
  });

  it.each(['', '.', '..', 'deep', 'inside/', 'in\0side', 'x'.repeat(5000)])(
    'is not "%s"',
    async path => {
      expect(await read(path)).toBeUndefined();
    }
  );

  it('that grows is given as it was announced', async () => {
    const grow = (): void => {
      appendFileSync(join(work, 'inside'), ' and more');
    };
    expect(await read('inside', grow)).toBe('result');
  });

  it('that is cut short, replaced or deleted is not given as if it were whole', async () => {
    const path = join(work, 'inside');
    await expect(
      read('inside', () => {
        truncateSync(path, 3);
      })
    ).rejects.toThrow('cut short');
    await expect(
      read('inside', () => {
        writeFileSync(join(work, 'other'), 'result');
        renameSync(join(work, 'other'), path);
      })
    ).rejects.toThrow('was replaced');
    await expect(
      read('inside', () => {
        symlinkSync('../outside', join(work, 'link'));
        renameSync(join(work, 'link'), path);
      })
    ).rejects.toMatchObject({ code: 'ELOOP' });
  });

  it.skipIf(process.platform !== 'linux')(
    'is not open before it is read, and not afterwards',
    async () => {
      const open = (): number => readdirSync('/proc/self/fd').length;
      writeFileSync(join(work, 'large'), 'x'.repeat(200_000));
      const before = open();
      const files = await Promise.all([1, 2, 3].map(() => openBelow(work, 'large')));
      expect(open()).toBe(before);
      for (const file of files) {
        for await (const part of file?.bytes ?? []) {
          expect(part.length).toBeGreaterThan(0);
          break;
        }
      }
      expect(open()).toBe(before);
    }
  );
});
