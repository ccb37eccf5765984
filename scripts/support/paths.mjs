/** Where things are in the checkout. Built-ins only: used before `npm ci`. */
import { existsSync } from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Root of the checkout. */
export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** Folder of npm's command links; its `node` is the Node 24 the project is developed on. */
export const BIN = join(ROOT, 'node_modules', '.bin');

/** Caches and stamps of the tools. `npm ci` empties it, as it should. */
export const CACHE = join(ROOT, 'node_modules', '.cache', 'jupyterlab-kubeflow');

/** The gateway and command line as one file. */
export const BUNDLE = join(ROOT, 'controller', 'dist', 'jkf.cjs');

/** The JupyterLab extension, as the wheel ships it. */
export const LABEXTENSION = join(ROOT, 'jupyterlab_kubeflow', 'labextension');

/** Node for everything after `npm ci`; where no package brings it, the one that runs us. */
export function node() {
  const own = join(BIN, 'node');
  return existsSync(own) ? own : process.execPath;
}

/** The environment in which npm's commands find each other and our Node. */
export function toolEnvironment(extra = {}) {
  return {
    ...process.env,
    PATH: `${BIN}${delimiter}${process.env.PATH ?? ''}`,
    ...extra
  };
}
