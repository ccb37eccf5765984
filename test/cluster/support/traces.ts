/** What a cluster could leave on this computer, as texts to compare. */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { must } from './cli.js';

const COMMANDS: Readonly<Record<string, readonly [string, ...string[]]>> = {
  routes: ['ip', 'route', 'show', 'table', 'all'],
  routes6: ['ip', '-6', 'route', 'show', 'table', 'all'],
  rules: ['iptables-save'],
  links: ['ip', '-oneline', 'link'],
  addresses: ['ip', '-oneline', 'address'],
  mounts: ['cat', '/proc/mounts'],
  loops: ['losetup', '--list', '--noheadings', '--output', 'NAME,BACK-FILE'],
  cgroups: ['find', '/sys/fs/cgroup', '-maxdepth', '2', '-type', 'd', '-name', 'jkf-*'],
  settings: [
    'sysctl',
    ...['net.ipv4.ip_forward', 'vm.overcommit_memory', 'vm.panic_on_oom'],
    ...['kernel.panic', 'kernel.panic_on_oops', 'kernel.keys.root_maxkeys']
  ]
};

/** What the commands say. Of the rules, the dates and counters change by themselves. */
export async function traces(): Promise<Record<string, string>> {
  const entries = Object.entries(COMMANDS).map(async ([name, [command, ...args]]) => {
    const text = await must(command, args);
    const steady = text.replace(/^#.*\n/gm, '').replace(/\[\d+:\d+\]/g, '');
    return [name, steady] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

/**
 * Processes that have to do with a cluster: by its folder in their command line, program
 * or open root, or by its name in their cgroup, as those of its pods have.
 */
export function processesAbout(folder: string, name: string): string[] {
  const pids = readdirSync('/proc').filter(entry => /^\d+$/.test(entry));
  return pids.flatMap(pid => {
    if (Number(pid) === process.pid) return [];
    const about = [commandOf(pid), environmentOf(pid), ...linksOf(pid)];
    const isIts =
      about.some(text => text.includes(folder)) ||
      read(`/proc/${pid}/cgroup`).includes(name);
    return isIts ? [commandOf(pid)] : [];
  });
}

function commandOf(pid: string): string {
  return read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ');
}

const environmentOf = (pid: string): string => read(`/proc/${pid}/environ`);

function linksOf(pid: string): string[] {
  return ['cwd', 'exe', 'root'].map(name => {
    try {
      return readlinkSync(`/proc/${pid}/${name}`);
    } catch {
      return '';
    }
  });
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
