import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { withLock } from './lock.js';

const nobody = {};

/** Names without a file are Linux’s; the cluster is too. */
describe.skipIf(process.platform !== 'linux')('a lock', () => {
  it('lets one work after the other, and says to the second that it waits', async () => {
    const name = randomUUID();
    const order: string[] = [];
    const first = withLock(name, nobody, async () => {
      await sleep(50);
      order.push('first');
    });
    const waiting = (): void => {
      order.push('waiting');
    };
    const second = withLock(name, { waiting }, () =>
      Promise.resolve(order.push('second'))
    );
    await Promise.all([first, second]);
    expect(order).toEqual(['waiting', 'first', 'second']);
  });

  it('is given back when the work fails', async () => {
    const name = randomUUID();
    const failing = withLock(name, nobody, () => Promise.reject(new Error('no')));
    await expect(failing).rejects.toThrow('no');
    expect(await withLock(name, nobody, () => Promise.resolve(1))).toBe(1);
  });

  it('is waited for until somebody says stop', async () => {
    const name = randomUUID();
    const controller = new AbortController();
    const { signal } = controller;
    await withLock(name, nobody, async () => {
      const second = withLock(name, { signal }, () => Promise.resolve(1));
      controller.abort(new Error('Cancelled.'));
      await expect(second).rejects.toThrow('Cancelled.');
    });
  });

  it('keeps nobody out who wants another', async () => {
    const inside = withLock(randomUUID(), nobody, () =>
      withLock(randomUUID(), nobody, () => Promise.resolve(2))
    );
    expect(await inside).toBe(2);
  });
});
