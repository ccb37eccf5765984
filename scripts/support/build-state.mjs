/** Is the bundle up to date? Answered without starting a compiler. */
import { existsSync } from 'node:fs';
import { BUNDLE } from './paths.mjs';
import { filesBelow, forget, hashFiles, isDone, markDone } from './stamp.mjs';

const INPUTS = [
  'protocol',
  'controller',
  'package-lock.json',
  'tsconfig.base.json',
  'webpack.config.mjs',
  'scripts/build.mjs'
];

/** Tests are no part of the bundle. */
const isInput = file => !/\.test\.ts$|\/tests?\/|\.tsbuildinfo$/.test(file);

/** Hash of everything the bundle is made from. */
export function buildHash() {
  const files = INPUTS.flatMap(path => filesBelow(path)).filter(isInput);
  return hashFiles(files);
}

/** @param {string} hash of `buildHash()` */
export function isBuilt(hash = buildHash()) {
  return existsSync(BUNDLE) && isDone('build', hash);
}

export function markUnbuilt() {
  forget('build');
}

/** Called with the hash taken before the build, so that an edit during it is seen. */
export function markBuilt(hash) {
  markDone('build', hash);
}
