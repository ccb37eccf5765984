/** The plan: what a user waits for between the command and the answer. */
import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { median, section, table, time, timesOf } from './measure.mjs';

const BUNDLE = join(import.meta.dirname, '..', 'controller', 'dist', 'jkf.cjs');

const COUNT = { count: 7 };

/** `jkf plan` as a process of its own, with nothing known of the kernel and again. */
export async function planLatency({ notebooks, folder, python }) {
  const home = join(folder, 'home');
  const plan = path => jkf(['plan', path, '--python', python, '-o', 'json'], home);
  const help = median(await timesOf(() => jkf(['--help'], home), COUNT));
  const rows = [['jkf --help, to compare', '', time(help)]];
  for (const path of notebooks) {
    const forget = async () => {
      await rm(home, { recursive: true, force: true });
      await plan(path);
    };
    const cold = median(await timesOf(forget, COUNT));
    const warm = median(await timesOf(() => plan(path), COUNT));
    rows.push([`jkf plan ${basename(path)}`, time(cold), time(warm)]);
  }
  return section({
    title: 'Plan, from the command to its answer',
    text: table(['command', 'kernel not known yet', 'kernel known'], rows),
    failures: []
  });
}

function jkf(args, home) {
  const env = { ...process.env, JKF_HOME: home };
  const most = { env, maxBuffer: 64 * 2 ** 20 };
  return promisify(execFile)(process.execPath, [BUNDLE, ...args], most);
}
