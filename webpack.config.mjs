/**
 * Bundles the compiled controller to one file that Node runs without `node_modules`.
 * Not minified: that would save 4 of 105 ms, and an uncaught error would print the whole
 * program, for it would be one line.
 */
import { join } from 'node:path';
import webpack from 'webpack';
import { BUNDLE, CACHE, ROOT } from './scripts/support/paths.mjs';

const COMPILED = join(ROOT, 'controller', 'lib');
const SOURCES = join(ROOT, 'controller', 'src');

/** The compiler copies no text files: they are taken from beside the source. */
function fromSources(request) {
  if (!request.context.startsWith(COMPILED)) return;
  request.context = SOURCES + request.context.slice(COMPILED.length);
}

export default {
  mode: 'production',
  target: 'node22',
  context: ROOT,
  entry: join(ROOT, 'controller', 'lib', 'main.js'),
  output: {
    path: join(BUNDLE, '..'),
    filename: 'jkf.cjs',
    library: { type: 'commonjs2' }
  },
  // A dynamic import stays in the file, and is still evaluated only when reached.
  module: {
    parser: { javascript: { dynamicImportMode: 'eager' } },
    rules: [{ resourceQuery: /raw/, type: 'asset/source' }]
  },
  // Optional native parts of ws; it does without.
  externals: {
    bufferutil: 'commonjs bufferutil',
    'utf-8-validate': 'commonjs utf-8-validate'
  },
  optimization: { minimize: false },
  plugins: [
    new webpack.BannerPlugin({ banner: '#!/usr/bin/env node', raw: true }),
    new webpack.NormalModuleReplacementPlugin(/\?raw$/, fromSources)
  ],
  cache: { type: 'filesystem', cacheDirectory: join(CACHE, 'webpack') },
  devtool: false,
  performance: { hints: false }
};
