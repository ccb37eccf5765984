/** A shell and a hundred small programs in two megabytes, for init containers and tests. */
import { existsSync } from 'node:fs';
import { runCommand } from '../process.js';
import { fromBinary } from './from-binary.js';
import type { Recipe } from './recipe.js';

const BUSYBOX = '/bin/busybox';

export async function tool(): Promise<Recipe> {
  const names = await applets();
  const base = fromBinary({
    name: 'tool',
    about: 'a shell, wget, nc, nslookup and what else busybox has',
    binary: BUSYBOX,
    path: 'bin/busybox'
  });
  const links = names
    .filter(name => name !== 'busybox')
    .map(name => ({ kind: 'link', path: `bin/${name}`, target: 'busybox' }) as const);
  return {
    ...base,
    files: [...base.files, ...links],
    changes: { ...base.changes, entrypoint: [], cmd: ['sh'], env: { PATH: '/bin' } }
  };
}

/** Every name that busybox answers to. */
async function applets(): Promise<readonly string[]> {
  const { stdout: status } = await runCommand({
    file: 'dpkg-query',
    args: ['--show', '--showformat=${db:Status-Status}', 'busybox-static']
  });
  if (status !== 'installed' || !existsSync(BUSYBOX)) {
    throw new Error(
      'The image tool is made of Debian’s busybox-static, which is not installed: ' +
        'sudo apt-get install -y busybox-static'
    );
  }
  const { stdout } = await runCommand({ file: BUSYBOX, args: ['--list'] });
  return stdout.trim().split('\n');
}
