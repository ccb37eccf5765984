/** Looks at this computer: what it has for a cluster, and what it lacks. */
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import type { ImageName } from '../../images/table.js';
import { attempt, must, withSystem } from '../acts/run.js';
import type { MachineFacts } from '../plan/choose.js';
import { needed } from '../plan/packages.js';
import { parseState } from '../plan/state.js';
import { clustersFolder } from './instance.js';

const onPath = (name: string): boolean =>
  withSystem(process.env['PATH'])
    .split(delimiter)
    .some(folder => folder !== '' && existsSync(join(folder, name)));

/** Facts for the choice of a cluster. */
export async function machineFacts(): Promise<MachineFacts> {
  const engines = await Promise.all((['docker', 'podman'] as const).map(answering));
  return {
    kubeconfig: process.env['JKF_KUBECONFIG'] || undefined,
    engines: engines.filter(each => each !== undefined),
    makers: (['kind', 'k3d'] as const).filter(onPath),
    platform: process.platform,
    root: process.getuid?.() === 0,
    debian: onPath('apt-get')
  };
}

async function answering<T extends string>(engine: T): Promise<T | undefined> {
  if (!onPath(engine)) return undefined;
  const { code } = await attempt([engine, 'info']);
  return code === 0 ? engine : undefined;
}

/** Refuses, naming the packages to install, when programs are missing. */
export function checkPackages(images: readonly ImageName[]): void {
  const has = (path: string): boolean =>
    path.startsWith('/') ? existsSync(path) : onPath(path);
  const problem = needed(has, images);
  if (problem) throw new Error(problem);
}

/** Ranges of addresses that are in use here: routed, or given to another cluster. */
export async function takenRanges(ownName: string): Promise<string[]> {
  const text = await must(['ip', '-json', '-4', 'route', 'show', 'table', 'all']);
  const routes = JSON.parse(text) as { dst: string }[];
  return [...routes.map(({ dst }) => dst), ...(await given(ownName))];
}

async function given(ownName: string): Promise<string[]> {
  const names = await readdir(clustersFolder()).catch(() => []);
  const others = names.filter(name => name !== ownName);
  const subnets = await Promise.all(others.map(subnetOf));
  return subnets.filter(each => each !== undefined);
}

async function subnetOf(name: string): Promise<string | undefined> {
  try {
    const text = await readFile(join(clustersFolder(), name, 'state.json'), 'utf8');
    return parseState(text).addresses.subnet;
  } catch {
    return undefined;
  }
}
