import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NODE_MARK } from '../plan/sweep.js';
import { findNode, hasEnded, killNode } from './processes.js';

/** What processes hold, and as whom they end, is asked of `/proc`. */
describe.skipIf(process.platform !== 'linux')('the processes of a node', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'processes-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('are gone when they are said to be', async () => {
    const script = ': >"$1/begun"; sleep 60';
    const child = spawn('/bin/sh', ['-c', script, NODE_MARK, folder], {
      stdio: 'ignore'
    });
    await expect.poll(() => existsSync(join(folder, 'begun'))).toBe(true);
    expect(await findNode(folder)).toEqual([child.pid]);
    expect(await hasEnded(child.pid ?? 0)).toBe(false);
    const exit = once(child, 'exit');
    await killNode(folder);
    expect(await hasEnded(child.pid ?? 0)).toBe(true);
    expect(await exit).toEqual([null, 'SIGKILL']);
  });

  it('are none where no node was', async () => {
    await killNode(folder);
    expect(await findNode(folder)).toEqual([]);
  });
});
