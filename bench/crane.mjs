/** crane, as its own module builds it: kept between runs. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const VERSION = 'v0.22.1';
const MODULE = `github.com/google/go-containerregistry/cmd/crane@${VERSION}`;

const execute = promisify(execFile);

/** Path of the program. */
export async function ensureCrane() {
  const shared = process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache');
  const cache = process.env['JKF_CACHE'] || join(shared, 'jupyterlab-kubeflow');
  const folder = join(cache, 'bench', `crane-${VERSION}`);
  const path = join(folder, 'crane');
  if (!existsSync(path)) {
    const env = { ...process.env, GOBIN: folder, CGO_ENABLED: '0' };
    await execute('go', ['install', MODULE], { env });
  }
  return path;
}

/** Puts archives on a base, each as a layer. @returns the name by digest */
export async function craneAppend(crane, { base, push, archives }) {
  const from = base === undefined ? [] : ['-b', base];
  const layers = archives.flatMap(path => ['-f', path]);
  const args = ['append', '--insecure', ...from, '-t', push, ...layers];
  const { stdout } = await execute(crane, args);
  return stdout.trim();
}
