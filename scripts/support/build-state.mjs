/** Is what we build up to date? Answered without starting a compiler. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { BUNDLE, LABEXTENSION } from './paths.mjs';
import { filesBelow, forget, hashFiles, isDone, markDone } from './stamp.mjs';

const COMMON = [
  'protocol',
  'package-lock.json',
  'tsconfig.base.json',
  'scripts/build.mjs'
];

/** What is built: the file that must be there, and everything it is made from. */
export const PRODUCTS = {
  bundle: {
    output: BUNDLE,
    inputs: [...COMMON, 'controller', 'webpack.config.mjs']
  },
  labextension: {
    output: join(LABEXTENSION, 'package.json'),
    inputs: [
      ...COMMON,
      'src',
      'style',
      'schema',
      'package.json',
      'webpack.labextension.cjs',
      'examples/digits.ipynb'
    ]
  }
};

/** Tests are no part of any product. */
const isInput = file => !/\.test\.tsx?$|\/tests?\/|\.tsbuildinfo$/.test(file);

/** Hash of everything a product is made from. */
export function buildHash(product) {
  const files = PRODUCTS[product].inputs.flatMap(path => filesBelow(path));
  return hashFiles(files.filter(isInput));
}

/** @param {string} hash of `buildHash()` */
export function isProductBuilt(product, hash = buildHash(product)) {
  return existsSync(PRODUCTS[product].output) && isDone(product, hash);
}

/** All products. */
export function isBuilt() {
  return Object.keys(PRODUCTS).every(product => isProductBuilt(product));
}

export function markUnbuilt(product) {
  forget(product);
}

/** Called with the hash taken before the build, so that an edit during it is seen. */
export function markBuilt(product, hash) {
  markDone(product, hash);
}
