#!/usr/bin/env node
/** `npm run format`: mends what prettier, ESLint and ruff can mend by themselves. */
import { join } from 'node:path';
import { ensureEnv } from './envs.mjs';
import { ensurePackages } from './support/packages.mjs';
import { BIN, node } from './support/paths.mjs';
import { passThrough } from './support/process.mjs';

async function main() {
  await ensurePackages();
  const { python } = await ensureEnv('dev');
  const commands = [
    [node(), join(BIN, 'eslint'), '--fix', '.'],
    [node(), join(BIN, 'prettier'), '--write', '--log-level', 'warn', '.'],
    [python, '-m', 'ruff', 'check', '--fix'],
    [python, '-m', 'ruff', 'format', '--quiet']
  ];
  for (const [command, ...args] of commands) {
    process.exitCode ||= await passThrough(command, args);
  }
}

main().catch(error => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
