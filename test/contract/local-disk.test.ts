/** Disks that are full and folders that cannot be written, for real. */
import { readdirSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, type TestContext } from 'vitest';
import { LocalTarget } from '../../controller/src/adapters/local/target.js';
import { localTarget } from './support/local.js';
import { fillBut, smallDisk, type Mount } from './support/mounts.js';
import { SUPERVISOR } from './support/node.js';
import { all, ended, linesOf, problemOf } from './support/reading.js';
import { requestOf, textFile } from './support/requests.js';

const KIB = 1024;

/** Runs on a disk of so many KiB; skipped by name and reason where none can be made. */
async function onDisk(
  context: TestContext,
  kib: number,
  act: (mount: Mount, target: LocalTarget) => Promise<void>
): Promise<void> {
  const mount = smallDisk(kib);
  if (typeof mount === 'string') {
    context.skip(mount);
    return;
  }
  const harness = localTarget(join(mount.folder, 'runs'));
  try {
    await act(mount, harness.target);
  } finally {
    for (const { id } of await harness.target.list()) await harness.target.cancel(id);
    mount.dispose();
  }
}

describe('a full disk', () => {
  it('keeps a run from starting, with the room that is missing, and leaves nothing', async context => {
    await onDisk(context, 2 * KIB, async ({ folder }, target) => {
      const files = [textFile('large.txt', 'x'.repeat(KIB * KIB))];
      const request = requestOf('large', [[], []], { files });
      const launch = target.launch(request);
      await expect(launch).rejects.toMatchObject({
        problem: { code: 'disk-full', params: { folder: join(folder, 'runs') } }
      });
      expect(readdirSync(join(folder, 'runs'))).toEqual([]);
      expect(await target.list()).toEqual([]);
    });
  });

  it('leaves the true state of a run whose ranks filled it', async context => {
    await onDisk(context, 4 * KIB, async (_mount, target) => {
      const code = "file = open('fill', 'wb', 0)\nwhile True: file.write(b'x' * 65536)";
      const launched = await target.launch(requestOf('filler', [[]], { code }));
      const run = await ended(target, 'filler');
      expect(run.state).toBe('failed');
      expect(run.ranks[0]).toMatchObject({ state: 'failed', exitCode: 1 });
      expect(statfsSync(launched.folder ?? '').bfree).toBeLessThan(64);
      await target.remove('filler');
      expect(await target.list()).toEqual([]);
    });
  });

  it('cannot keep a run from being cancelled and told of', async context => {
    await onDisk(context, 4 * KIB, async ({ folder }, target) => {
      const hang = { kind: 'hang' } as const;
      const print = { kind: 'write', text: 'begun\n' } as const;
      await target.launch(requestOf('stuck', [[print, hang]]));
      for await (const { kind } of target.follow('stuck')) if (kind === 'log') break;
      fillBut(folder, 0);
      await target.cancel('stuck');
      expect((await ended(target, 'stuck')).state).toBe('cancelled');
      expect(linesOf(await all(target, 'stuck'), 0)).toEqual(['begun']);
    });
  });
});

describe('a folder that cannot be written', () => {
  it('is named when a run is to start there', async context => {
    await onDisk(context, 4 * KIB, async (mount, target) => {
      await mount.seal();
      expect(await problemOf(target.launch(requestOf('sealed', [[]])))).toBe(
        'folder-not-writable'
      );
    });
  });

  it('still shows its runs, and keeps them', async context => {
    await onDisk(context, 4 * KIB, async (mount, target) => {
      await target.launch(requestOf('kept', [[]]));
      await ended(target, 'kept');
      await mount.seal();
      expect((await target.list()).map(({ id }) => id)).toEqual(['kept']);
      expect(await problemOf(target.remove('kept'))).toBe('folder-not-writable');
    });
  });

  it('is named when a file is in its place', async () => {
    const root = join(import.meta.filename, 'runs');
    const target = new LocalTarget({
      root,
      supervisorCommand: SUPERVISOR,
      env: process.env,
      clock: { now: () => 0 }
    });
    expect(await target.list()).toEqual([]);
    expect(await problemOf(target.launch(requestOf('odd', [[]])))).toBe(
      'folder-not-writable'
    );
  });
});
