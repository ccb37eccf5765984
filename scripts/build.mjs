#!/usr/bin/env node
/**
 * `npm run build`: compiles the workspaces and bundles the controller to
 * `controller/dist/jkf.cjs`. Does nothing when its inputs are unchanged.
 */
import { chmodSync } from 'node:fs';
import { promisify } from 'node:util';
import { buildHash, isBuilt, markBuilt, markUnbuilt } from './support/build-state.mjs';
import { BIN, BUNDLE, node } from './support/paths.mjs';
import { run } from './support/process.mjs';

const PROJECTS = ['protocol', 'controller/src/core', 'controller'];

async function compile() {
  const { code, output } = await run(node(), [`${BIN}/tsc`, '-b', ...PROJECTS]);
  if (code !== 0) throw new Error(`The code does not compile:\n${output}`);
}

async function bundle() {
  const { default: webpack } = await import('webpack');
  const { default: config } = await import('../webpack.config.mjs');
  const compiler = webpack(config);
  const stats = await promisify(compiler.run.bind(compiler))();
  await promisify(compiler.close.bind(compiler))();
  if (stats.hasErrors() || stats.hasWarnings()) {
    throw new Error(`The bundle cannot be made:\n${stats.toString('errors-warnings')}`);
  }
  const extra = Object.keys(stats.compilation.assets).filter(
    name => name !== 'jkf.cjs'
  );
  if (extra.length > 0) {
    throw new Error(`The bundle must be one file; there is also ${extra.join(', ')}.`);
  }
  chmodSync(BUNDLE, 0o755);
}

async function main() {
  const hash = buildHash();
  if (isBuilt(hash)) return;
  markUnbuilt();
  await compile();
  await bundle();
  markBuilt(hash);
}

main().catch(error => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
