import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { formatIdentity, identify, liveness, parseIdentity } from './identity.js';

describe('the identity of a process', () => {
  const own = identify(process.pid);
  if (!own) throw new Error('this process does not exist');

  it('is one word that gives it back', () => {
    const hosts = ['vm', 'pod-7.example.org', 'a.b-c_d'];
    for (const host of hosts) {
      const identity = { ...own, host };
      const word = formatIdentity(identity);
      expect(word).not.toMatch(/[/~\s]/);
      expect(parseIdentity(`${word}\n`)).toEqual(identity);
    }
  });

  it.each(['', 'nonsense', '12', '12.34', 'x.1.b.h'])('is not "%s"', text => {
    expect(parseIdentity(text)).toBeUndefined();
  });

  it('is alive while it runs', () => {
    expect(liveness(own)).toBe('alive');
  });

  it('is dead when another process has its number', () => {
    expect(liveness({ ...own, start: '1' })).toBe('dead');
  });

  it('is dead after a restart of the computer', () => {
    expect(liveness({ ...own, boot: 'before' })).toBe('dead');
  });

  it('is out of sight on another computer', () => {
    expect(liveness({ ...own, host: 'elsewhere' })).toBe('elsewhere');
  });

  it('is dead after its end', () => {
    const { pid } = spawnSync(process.execPath, ['--version']);
    expect(identify(pid)).toBeUndefined();
    expect(liveness({ ...own, pid })).toBe('dead');
  });

  it('is dead when it was killed and its parent has not noticed', async () => {
    const script = 'sleep 1000 & echo $!; kill -9 $!; exec sleep 1000';
    const parent = spawn('/bin/sh', ['-c', script], {
      stdio: ['ignore', 'pipe', 'ignore']
    });
    const [output] = (await once(parent.stdout, 'data')) as [Buffer];
    const pid = Number(output.toString());
    const isGone = (): boolean => identify(pid) === undefined;
    while (!isGone()) await new Promise(resolve => setTimeout(resolve, 10));
    // The zombie keeps its number for as long as its parent lives.
    expect(() => process.kill(pid, 0)).not.toThrow();
    parent.kill('SIGKILL');
  });
});
