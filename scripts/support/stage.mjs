/**
 * Lets Jupyter find this checkout as if its wheel were installed: a folder of links, and
 * the variables that name it. No environment is changed, so checkouts can share one.
 */
import { mkdirSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { BUNDLE, CACHE, LABEXTENSION, ROOT, node } from './paths.mjs';

const STAGE = join(CACHE, 'stage');

/** Where Jupyter keeps what it writes: settings, workspaces, signatures. */
const JUPYTER = join(CACHE, 'jupyter');

const LAUNCHER = `#!/bin/sh
exec '${node()}' '${BUNDLE}' "$@"
`;

/**
 * Makes what is not there: another server may be using the rest.
 * @param {string} python interpreter of the server
 * @returns {Record<string, string | undefined>} environment for a Jupyter server
 */
export function stage(python) {
  link(join(ROOT, 'jupyterlab_kubeflow'), 'python', 'jupyterlab_kubeflow');
  link(LABEXTENSION, 'share', 'labextensions', 'jupyterlab-kubeflow');
  link(join(ROOT, 'jupyter-config', 'server'), 'config', 'jupyter_server_config.d');
  const bin = join(STAGE, 'bin');
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(bin, 'jkf'), LAUNCHER, { mode: 0o755 });
  return {
    ...process.env,
    PATH: [bin, dirname(python), process.env.PATH ?? ''].join(delimiter),
    PYTHONPATH: join(STAGE, 'python'),
    JKF_NODE: node(),
    JUPYTER_PATH: join(STAGE, 'share'),
    JUPYTER_CONFIG_PATH: join(STAGE, 'config'),
    JUPYTER_CONFIG_DIR: join(JUPYTER, 'config'),
    JUPYTER_DATA_DIR: join(JUPYTER, 'data'),
    JUPYTER_RUNTIME_DIR: join(JUPYTER, 'runtime')
  };
}

function link(target, ...path) {
  const from = join(STAGE, ...path);
  if (targetOf(from) === target) return;
  mkdirSync(dirname(from), { recursive: true });
  rmSync(from, { force: true });
  symlinkSync(target, from);
}

function targetOf(link) {
  try {
    return readlinkSync(link);
  } catch {
    return undefined;
  }
}
