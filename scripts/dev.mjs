#!/usr/bin/env node
/**
 * `npm run cluster -- …`, `npm run images -- …`: the tools below `dev/`, compiled first.
 * Exit codes and signals are theirs.
 */
import { join } from 'node:path';
import { ensurePackages } from './support/packages.mjs';
import { BIN, ROOT, node } from './support/paths.mjs';
import { passThrough, run } from './support/process.mjs';

async function compile() {
  const projects = ['protocol', 'controller/src/core', 'dev'];
  const { code, output } = await run(node(), [join(BIN, 'tsc'), '-b', ...projects], {
    cwd: ROOT
  });
  if (code !== 0) throw new Error(`The code does not compile:\n${output}`);
}

async function main() {
  await ensurePackages();
  await compile();
  const program = join(ROOT, 'dev', 'lib', 'main.js');
  return passThrough(node(), [program, ...process.argv.slice(2)], { cwd: ROOT });
}

main().then(
  code => {
    process.exitCode = code;
  },
  error => {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
);
