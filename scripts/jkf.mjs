#!/usr/bin/env node
/**
 * `npm run jkf -- …`: the command line of this checkout, built first when its code has
 * changed. Runs in the folder the command was typed in; exit codes and signals are jkf's.
 */
import { join } from 'node:path';
import { isProductBuilt } from './support/build-state.mjs';
import { ensurePackages, packagesAreInstalled } from './support/packages.mjs';
import { BUNDLE, ROOT, node } from './support/paths.mjs';
import { passThrough, run } from './support/process.mjs';

/** npm changes to the root and says where it was; a child of another script must not ask. */
const viaNpm = process.env.npm_lifecycle_event === 'jkf';

async function build() {
  if (isProductBuilt('bundle')) return;
  if (!packagesAreInstalled()) process.stderr.write('jkf: installing npm packages …\n');
  await ensurePackages();
  process.stderr.write('jkf: building …\n');
  const { code, output } = await run(node(), [
    join(ROOT, 'scripts', 'build.mjs'),
    'bundle'
  ]);
  if (code !== 0) throw new Error(output);
}

async function main() {
  await build();
  const cwd = (viaNpm && process.env.INIT_CWD) || process.cwd();
  return passThrough(node(), [BUNDLE, ...process.argv.slice(2)], { cwd });
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
