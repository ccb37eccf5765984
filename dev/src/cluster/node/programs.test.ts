import { mkdtempSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Component } from '../plan/component.js';
import { instancePaths } from '../plan/paths.js';
import { Programs } from './programs.js';

let folder = '';
let programs: Programs | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'programs-'));
  mkdirSync(join(folder, 'logs'));
});
afterEach(async () => {
  for (const { name } of (await programs?.status()) ?? []) {
    await programs?.act(name, 'kill');
  }
  rmSync(folder, { recursive: true });
});

const script = (
  name: string,
  text: string,
  after: readonly string[] = []
): Component => ({
  name,
  version: 'v1',
  command: '/bin/sh',
  args: ['-c', text],
  after,
  probe: { kind: 'alive' }
});

const run = (...components: Component[]): Programs =>
  (programs = new Programs(instancePaths(folder), components));

const stateOf = async (all: Programs, name: string): Promise<string | undefined> =>
  (await all.status()).find(each => each.name === name)?.state;

const log = (name: string): string =>
  readFileSync(join(folder, 'logs', `${name}.log`), 'utf8');

const SLEEP = 'echo began; exec sleep 60';

describe('the programs of a node', () => {
  it('run, with their output in a log and their memory in the status', async () => {
    const all = run(script('a', SLEEP), script('b', SLEEP, ['a']));
    await all.startAll();
    const [a, b] = await all.status();
    expect([a?.state, b?.state]).toEqual(['ready', 'ready']);
    expect(a?.pid).toBeGreaterThan(0);
    await expect.poll(() => log('b')).toBe('began\n');
  });

  it('are not started again when they end: status says how they ended', async () => {
    const all = run(script('a', 'sleep 0.2; exit 7'));
    await all.startAll();
    await expect.poll(() => stateOf(all, 'a')).toBe('exited');
    expect((await all.status())[0]?.detail).toBe('ended with code 7');
  });

  it('are started again by `heal`, and only those that have ended', async () => {
    const all = run(script('a', SLEEP), script('b', SLEEP));
    await all.startAll();
    await all.act('a', 'kill');
    expect(await stateOf(all, 'a')).toBe('stopped');
    expect(await all.heal()).toEqual(['a']);
    expect(await stateOf(all, 'a')).toBe('ready');
  });

  it('end when they are stopped while halted', async () => {
    const all = run(script('a', SLEEP));
    await all.startAll();
    await all.act('a', 'pause');
    expect(await stateOf(all, 'a')).toBe('paused');
    await all.act('a', 'stop');
    expect(await stateOf(all, 'a')).toBe('stopped');
  });

  it('go on when they are resumed', async () => {
    const all = run(script('a', SLEEP));
    await all.startAll();
    await all.act('a', 'pause');
    await all.act('a', 'resume');
    expect(await stateOf(all, 'a')).toBe('ready');
  });

  it('go on when they are halted and `heal` comes', async () => {
    const all = run(script('a', SLEEP), script('b', SLEEP));
    await all.startAll();
    await all.act('b', 'pause');
    expect(await all.heal()).toEqual(['b']);
    expect(await stateOf(all, 'b')).toBe('ready');
  });

  it('can be joined by another, and lose it again', async () => {
    const all = run(script('a', SLEEP));
    await all.startAll();
    await all.put(script('more', SLEEP));
    expect(await stateOf(all, 'more')).toBe('ready');
    await all.remove('more');
    expect(await stateOf(all, 'more')).toBeUndefined();
  });

  it('say which log to read when one does not come up', async () => {
    const never = { kind: 'tcp', port: 1 } as const;
    const all = run({ ...script('a', 'exit 1'), probe: never });
    await expect(all.startAll()).rejects.toThrow(
      `a ended with code 1. Its log: ${folder}/logs/a.log`
    );
  });

  it('are named when one is asked for that is not there', async () => {
    const all = run(script('a', SLEEP));
    await expect(all.act('z', 'stop')).rejects.toThrow(
      'There is no component z. There are: a.'
    );
  });
});
