/**
 * Packs the wheel of what was built and unpacks it where Jupyter of these tests looks:
 * what is tested is what users install, and a build during the tests changes nothing.
 */
import { execFile } from 'node:child_process';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CHECKOUT, SITE, STAGE, python } from './folders.js';

export default async function stage(): Promise<void> {
  await rm(STAGE, { recursive: true, force: true });
  await run('hatchling', 'build', '-t', 'wheel', '-d', STAGE);
  const [wheel = ''] = (await readdir(STAGE)).filter(name => name.endsWith('.whl'));
  const quiet = ['--quiet', '--disable-pip-version-check', '--no-deps'];
  await run('pip', 'install', ...quiet, '--target', SITE, join(STAGE, wheel));
}

async function run(module: string, ...args: string[]): Promise<void> {
  await promisify(execFile)(python(), ['-m', module, ...args], { cwd: CHECKOUT });
}
