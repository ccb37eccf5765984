import { getPriority } from 'node:os';
import { describe, expect, it } from 'vitest';
import { runCommand, type CommandSpec } from './process.js';

const node = (script: string, rest: Partial<CommandSpec> = {}) =>
  runCommand({ file: process.execPath, args: ['-e', script], ...rest });

describe('a command', () => {
  it('gives both streams and its code, and lines of errors as they come', async () => {
    const lines: string[] = [];
    const result = await node(
      'console.log(1); console.error("a\\nb"); process.exitCode = 3',
      {
        onErrorLine: line => lines.push(line)
      }
    );
    expect(result).toEqual({ code: 3, stdout: '1\n', stderr: 'a\nb' });
    expect(lines).toEqual(['a', 'b']);
  });

  it('gets its input, settings and folder', async () => {
    const script =
      'process.stdin.on("data", text => console.log(`${text}`, process.env.WORD, process.cwd()))';
    const { stdout } = await node(script, {
      input: 'hello',
      env: { WORD: 'there' },
      cwd: '/'
    });
    expect(stdout).toBe('hello there /\n');
  });

  it('of lower priority has it in every thread, and in what it starts', async () => {
    const script = `
      const { execFileSync } = require('node:child_process');
      console.log(String(execFileSync('nice')).trim(), require('node:os').getPriority())`;
    const { stdout } = await node(script, { niceness: 7 });
    expect(stdout).toBe(`${String(getPriority() + 7)} ${String(getPriority() + 7)}\n`);
  });

  it('that closes its input early is no failure', async () => {
    const { code } = await node('process.stdin.destroy()', {
      input: 'x'.repeat(5_000_000)
    });
    expect(code).toBe(0);
  });

  it('that does not exist ends with 127 and a message', async () => {
    const result = await runCommand({ file: '/nowhere/program', args: [] });
    expect(result.code).toBe(127);
    expect(result.stderr).toContain('/nowhere/program');
  });

  it('is ended on a cancel together with what it started', async () => {
    const cancel = new AbortController();
    // The second process holds the streams open: the end is seen when both are gone.
    const script = `
      const { spawn } = require('node:child_process');
      spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60000)'], { stdio: 'inherit' });
      console.error('started');
      setTimeout(() => {}, 60000);`;
    const running = node(script, {
      signal: cancel.signal,
      onErrorLine: () => {
        cancel.abort();
      }
    });
    await expect(running).rejects.toThrow('aborted');
  });

  it('is not started after a cancel', async () => {
    await expect(node('', { signal: AbortSignal.abort() })).rejects.toThrow('aborted');
  });
});
