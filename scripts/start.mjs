#!/usr/bin/env node
/**
 * `npm start`: from a fresh clone to a notebook training on three local ranks. Every
 * step is skipped when it was done before, and an interrupted one is done again. Runs
 * under the system's Node (>= 18), before `npm ci`: built-ins only.
 */
import { join } from 'node:path';
import { ensureEnv } from './envs.mjs';
import { isBuilt } from './support/build-state.mjs';
import { ensurePackages } from './support/packages.mjs';
import { BUNDLE, ROOT, node } from './support/paths.mjs';
import { checkPrerequisites } from './support/prerequisites.mjs';
import { passThrough, run } from './support/process.mjs';
import { step } from './support/steps.mjs';

const EXAMPLE = join('examples', 'distributed-digits.ipynb');
const RANKS = '3';

const HELP = `Usage: npm start

Sets the checkout up and runs ${EXAMPLE} on ${RANKS} ranks of this computer.
What is set up already is not set up again.

  npm run jkf -- --help    the command line
  npm test                 all tests
`;

async function build(note) {
  if (isBuilt()) return note('up to date');
  const { code, output } = await run(node(), [join(ROOT, 'scripts', 'build.mjs')]);
  if (code !== 0) throw new Error(output);
}

async function pythonPackages(note) {
  let built = false;
  const { python } = await ensureEnv('quickstart', { log: () => (built = true) });
  if (!built) note('up to date');
  return python;
}

async function setUp() {
  await step('[1/5] this computer', async note => note(await checkPrerequisites()));
  await step('[2/5] npm packages', ensurePackages);
  await step('[3/5] build', build);
  return step('[4/5] Python packages', pythonPackages);
}

async function main() {
  if (process.argv.includes('--help') || process.argv.includes('-h')) {
    process.stdout.write(HELP);
    return 0;
  }
  const python = await setUp();
  const args = ['run', EXAMPLE, '--ranks', RANKS, '--follow', '--python', python];
  process.stdout.write(`[5/5] jkf ${args.join(' ')}\n`);
  return passThrough(node(), [BUNDLE, ...args]);
}

main().then(
  code => {
    process.exitCode = code;
  },
  error => {
    process.stderr.write(`${error.message.trimEnd()}\n`);
    process.exitCode = 1;
  }
);
