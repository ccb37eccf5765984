#!/usr/bin/env node
/**
 * `npm run build`: compiles the sources, bundles the controller to
 * `controller/dist/jkf.cjs` and the browser's part to `jupyterlab_kubeflow/labextension`.
 * Does nothing for a product whose inputs are unchanged.
 */
import { chmodSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import {
  buildHash,
  isProductBuilt,
  markBuilt,
  markUnbuilt
} from './support/build-state.mjs';
import { BIN, BUNDLE, LABEXTENSION, ROOT, node } from './support/paths.mjs';
import { run } from './support/process.mjs';

async function compile(...projects) {
  const { code, output } = await run(node(), [`${BIN}/tsc`, '-b', ...projects]);
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

const MODULES = join(ROOT, 'node_modules');

async function labextension() {
  // The builder leaves the chunks of earlier builds where they are.
  rmSync(LABEXTENSION, { recursive: true, force: true });
  const { code, output } = await run(node(), [
    join(MODULES, '@jupyter', 'builder', 'lib', 'build-labextension.js'),
    '--core-package-file',
    join(MODULES, '@jupyterlab', 'core-meta', 'core.package.json'),
    ROOT
  ]);
  if (code !== 0) throw new Error(`The labextension cannot be made:\n${output}`);
}

const STEPS = {
  bundle: async () => {
    await compile('protocol', 'controller/src/core', 'controller');
    await bundle();
  },
  labextension: async () => {
    await compile('protocol', 'src/tsconfig.browser.json');
    await labextension();
  }
};

async function build(product) {
  const hash = buildHash(product);
  if (isProductBuilt(product, hash)) return;
  markUnbuilt(product);
  await STEPS[product]();
  markBuilt(product, hash);
}

async function main(products) {
  for (const product of products) await build(product);
}

const asked = process.argv.slice(2);

main(asked.length > 0 ? asked : Object.keys(STEPS)).catch(error => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
