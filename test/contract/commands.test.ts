/** Commands of the development tools: whoever started one may be killed at any time. */
import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { commands } from './support/marked.js';
import { NODE_ARGS } from './support/node.js';

const PROCESS = join(import.meta.dirname, '..', '..', 'dev', 'src', 'process.ts');

describe.skipIf(process.platform !== 'linux')('a command that ends with us', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'jkf-commands-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it.each([0, 5])('does, at niceness %i', async niceness => {
    const seconds = String(randomInt(1e8, 1e9));
    const there = () => commands().some(line => line.endsWith(` sleep ${seconds}`));
    const program = join(folder, 'program.ts');
    const command = { file: 'sleep', args: [seconds], niceness, endsWithUs: true };
    writeFileSync(
      program,
      `import { runCommand } from ${JSON.stringify(PROCESS)};
await runCommand(${JSON.stringify(command)});`
    );
    const [node = '', ...args] = NODE_ARGS;
    const child = spawn(node, [...args, program], { stdio: 'inherit' });
    await expect.poll(there, { timeout: 30_000 }).toBe(true);
    child.kill('SIGKILL');
    await expect.poll(there, { timeout: 10_000 }).toBe(false);
  });
});
