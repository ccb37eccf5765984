import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ensureFolder } from './store.js';

let parent = '';
const folder = (): string => join(parent, 'engine-1');

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'store-'));
});
afterEach(() => rm(parent, { recursive: true, force: true }));

const makeOf = (text: string) => (target: string) =>
  writeFile(join(target, 'file'), text);

/** A process of its own that makes the folder, slowly, and appends to a log when it does. */
const maker = (delayMs: number) => {
  const script = `
    import { appendFileSync, writeFileSync } from 'node:fs';
    const { ensureFolder } = await import(${JSON.stringify(join(import.meta.dirname, 'store.ts'))});
    await ensureFolder(${JSON.stringify(folder())}, async target => {
      appendFileSync(${JSON.stringify(join(parent, 'log'))}, 'made ');
      await new Promise(done => setTimeout(done, ${String(delayMs)}));
      writeFileSync(target + '/file', 'by another process');
    });`;
  return spawn(process.execPath, ['--input-type=module', '--eval', script], {
    stdio: ['ignore', 'ignore', 'inherit']
  });
};

const until = async (condition: () => boolean) => {
  while (!condition()) await new Promise(done => setTimeout(done, 20));
};

describe('a folder that is made once', () => {
  it('is complete when it has its name, and nothing else is left', async () => {
    await ensureFolder(folder(), makeOf('a'));
    await ensureFolder(folder(), () => Promise.reject(new Error('made twice')));
    expect(await readFile(join(folder(), 'file'), 'utf8')).toBe('a');
    expect(await readdir(parent)).toEqual(['engine-1']);
  });

  it('is absent after a failure, and can be made again', async () => {
    const failing = async (target: string) => {
      await makeOf('half')(target);
      throw new Error('disk full');
    };
    await expect(ensureFolder(folder(), failing)).rejects.toThrow('disk full');
    expect(await readdir(parent)).toEqual([]);
    await ensureFolder(folder(), makeOf('whole'));
    expect(await readFile(join(folder(), 'file'), 'utf8')).toBe('whole');
  });

  it('is made once by two callers in one process', async () => {
    let made = 0;
    const make = async (target: string) => {
      made += 1;
      await makeOf('a')(target);
    };
    await Promise.all([ensureFolder(folder(), make), ensureFolder(folder(), make)]);
    expect(made).toBe(1);
  });

  it('is made once by three processes that start together', async () => {
    const makers = [maker(200), maker(200), maker(200)];
    const ends = await Promise.all(makers.map(each => once(each, 'exit')));
    expect(ends.map(([code]: unknown[]) => code)).toEqual([0, 0, 0]);
    expect(await readFile(join(parent, 'log'), 'utf8')).toBe('made ');
    expect((await readdir(parent)).sort()).toEqual(['engine-1', 'log']);
  });

  it('is made anew when its maker was killed, whose remains are removed', async () => {
    const killed = maker(60_000);
    await until(() => existsSync(join(parent, 'log')));
    killed.kill('SIGKILL');
    await once(killed, 'exit');
    expect(existsSync(folder())).toBe(false);
    await ensureFolder(folder(), makeOf('after'));
    expect(await readFile(join(folder(), 'file'), 'utf8')).toBe('after');
    expect((await readdir(parent)).sort()).toEqual(['engine-1', 'log']);
  });

  it('is not waited for when the process with that number is a later one', async () => {
    await mkdir(`${folder()}.making-${String(process.pid)}-1-abcdef`);
    await ensureFolder(folder(), makeOf('a'), { patienceMs: 0 });
    expect(await readdir(parent)).toEqual(['engine-1']);
  });

  it('is waited for no longer than patience lasts, and the message says what to do', async () => {
    const other = maker(60_000);
    await until(() => existsSync(join(parent, 'log')));
    const waiting = ensureFolder(folder(), makeOf('a'), { patienceMs: 0 });
    await expect(waiting).rejects.toThrow(/too long.*rm -r/s);
    other.kill('SIGKILL');
    await once(other, 'exit');
  });

  it('is not waited for after a cancel', async () => {
    const other = maker(60_000);
    await until(() => existsSync(join(parent, 'log')));
    const cancel = new AbortController();
    const waiting = ensureFolder(folder(), makeOf('a'), { signal: cancel.signal });
    cancel.abort();
    await expect(waiting).rejects.toThrow();
    other.kill('SIGKILL');
    await once(other, 'exit');
  });
});
