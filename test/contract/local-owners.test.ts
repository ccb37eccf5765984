/** Whose a run is: the supervisor's that made it, on the computer where that one lives. */
import { readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { LocalTarget } from '../../controller/src/adapters/local/target.js';
import { localTarget } from './support/local.js';
import { smallDisk } from './support/mounts.js';
import { ended, until } from './support/reading.js';
import { requestOf } from './support/requests.js';

const HANG = [[{ kind: 'write', text: 'begun\n' }, { kind: 'hang' }]] as const;

/** A run that looks as if its supervisor had been at work a moment ago. */
async function interrupted(target: LocalTarget, id: string): Promise<string> {
  await target.launch(requestOf(id, [[]]));
  const { folder = '' } = await ended(target, id);
  const path = join(folder, 'state.json');
  const state = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
  writeFileSync(path, JSON.stringify({ ...state, state: 'running' }));
  return folder;
}

describe('the owner of a run', () => {
  const here = localTarget();
  const there = localTarget();
  afterAll(() => Promise.all([here.dispose(), there.dispose()]));

  it('ends its own processes only, when two folders have runs of one id', async () => {
    for (const { target } of [here, there]) {
      await target.launch(requestOf('same', HANG));
      await until(target, 'same', ({ kind }) => kind === 'log');
    }
    await here.target.cancel('same');
    expect((await ended(here.target, 'same')).state).toBe('cancelled');
    expect((await there.target.get('same')).state).toBe('running');
  });

  it('counts as alive on another computer while it gives signs', async () => {
    const folder = await interrupted(here.target, 'far');
    const supervisor = join(folder, 'supervisor');
    writeFileSync(supervisor, '1.1.boot.another-computer');
    expect((await here.target.get('far')).state).toBe('running');
    utimesSync(supervisor, 1, 1);
    expect((await here.target.get('far')).problem?.code).toBe('run-supervisor-killed');
  });

  it('counts as dead after a restart of the computer', async () => {
    const folder = await interrupted(here.target, 'restarted');
    const supervisor = join(folder, 'supervisor');
    const identity = readFileSync(supervisor, 'utf8').split('.');
    const other = [String(process.pid), identity[1], 'before', ...identity.slice(3)];
    writeFileSync(supervisor, other.join('.'));
    expect((await here.target.get('restarted')).state).toBe('failed');
  });

  it('is told of truly where nothing can be written', async context => {
    const mount = smallDisk(4096);
    if (typeof mount === 'string') {
      context.skip(mount);
      return;
    }
    const { target } = localTarget(join(mount.folder, 'runs'));
    const folder = await interrupted(target, 'sealed');
    await mount.seal();
    const found = await target.get('sealed');
    const listed = await target.list();
    const written = readFileSync(join(folder, 'state.json'), 'utf8');
    mount.dispose();
    expect(found.problem?.code).toBe('run-supervisor-killed');
    expect(listed.map(({ state }) => state)).toEqual(['failed']);
    expect(written).toContain('"state":"running"');
  });
});
