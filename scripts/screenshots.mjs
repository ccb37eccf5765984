#!/usr/bin/env node
/**
 * `npm run screenshots`: makes the pictures in `docs/images/` anew, from real runs, and
 * more of them to be looked at in `test-results/screenshots/`.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ensureEnv } from './envs.mjs';
import { ensurePackages } from './support/packages.mjs';
import { ROOT, node } from './support/paths.mjs';
import { run } from './support/process.mjs';
import { playwright } from './support/runners.mjs';
import { step } from './support/steps.mjs';
import { countLine } from './support/tally.mjs';

async function build() {
  const { code, output } = await run(node(), [join(ROOT, 'scripts', 'build.mjs')]);
  if (code !== 0) throw new Error(output);
}

const IMAGES = join(ROOT, 'docs', 'images');

/** Everybody who clones the repository fetches them. */
async function shrink(python) {
  const paths = readdirSync(IMAGES).map(name => join(IMAGES, name));
  const script = join(ROOT, 'scripts', 'support', 'shrink.py');
  const { code, output } = await run(python, [script, ...paths]);
  if (code !== 0) throw new Error(output);
}

async function main(filters) {
  await step('npm packages', ensurePackages);
  await step('build', build);
  const { python } = await step('environment lab', () => ensureEnv('lab'));
  const tally = await playwright('screenshots', { python, filters });
  await step('small files', () => shrink(python));
  const missing = tally.skipped.map(({ reason }) => `${reason}\n`).join('');
  process.stdout.write(`${tally.output}${missing}${countLine(tally)}\n`);
  return tally.failed + tally.skipped.length > 0 ? 1 : 0;
}

main(process.argv.slice(2)).then(
  code => {
    process.exitCode = code;
  },
  error => {
    process.stderr.write(`${error.message.trimEnd()}\n`);
    process.exitCode = 1;
  }
);
