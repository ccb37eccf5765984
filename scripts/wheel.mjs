#!/usr/bin/env node
/**
 * `npm run wheel`: builds browser, program and wheel, and prints the wheel's path in
 * `dist-wheel/`. `-- --no-build` only packs, and refuses what is missing or stale.
 */
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureEnv } from './envs.mjs';
import { PRODUCTS, isProductBuilt } from './support/build-state.mjs';
import { ensurePackages } from './support/packages.mjs';
import { ROOT, node } from './support/paths.mjs';
import { run } from './support/process.mjs';

const FOLDER = join(ROOT, 'dist-wheel');

async function build() {
  await ensurePackages();
  const { code, output } = await run(node(), [join(ROOT, 'scripts', 'build.mjs')]);
  if (code !== 0) throw new Error(output);
}

/** Hatchling would pack without a word what is not there or is of yesterday. */
function refuseStale() {
  const stale = Object.keys(PRODUCTS).filter(product => !isProductBuilt(product));
  if (stale.length === 0) return;
  throw new Error(
    `Not packed: ${stale.join(' and ')} missing or stale. Build first: npm run build`
  );
}

async function pack() {
  const { python } = await ensureEnv('lab', {
    log: line => process.stderr.write(`${line}\n`)
  });
  rmSync(FOLDER, { recursive: true, force: true });
  const args = ['-m', 'hatchling', 'build', '-t', 'wheel', '-d', FOLDER];
  const { code, output } = await run(python, args);
  if (code !== 0) throw new Error(`The wheel cannot be made:\n${output}`);
  const [wheel] = readdirSync(FOLDER).filter(name => name.endsWith('.whl'));
  return join(FOLDER, wheel);
}

async function main(args) {
  if (!args.includes('--no-build')) await build();
  refuseStale();
  process.stdout.write(`${await pack()}\n`);
}

main(process.argv.slice(2)).catch(error => {
  process.stderr.write(`${error.message.trimEnd()}\n`);
  process.exitCode = 1;
});
