/** One cluster of this computer: its names, its folder, what it remembers. */
import { existsSync, mkdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { digest } from '../acts/digest.js';
import { readIfThere, writeWhole } from '../acts/files.js';
import { withLock } from '../acts/lock.js';
import { cacheFolder, ROOT } from '../../folders.js';
import {
  checkName,
  instanceNames,
  ownerProblem,
  nameOfCheckout,
  type InstanceNames
} from '../plan/names.js';
import { folderProblem, instancePaths, type InstancePaths } from '../plan/paths.js';
import { parseState, type State } from '../plan/state.js';

/** A cluster's identity; whether it exists is for others to find out. */
export interface Instance {
  readonly names: InstanceNames;
  readonly paths: InstancePaths;
  readonly checkout: string;
}

/** Folder with a folder for each cluster. */
export const clustersFolder = (): string => join(cacheFolder(), 'clusters');

/** The cluster of that name, or of this checkout. */
export function findInstance(name?: string): Instance {
  const chosen = checkName(name ?? nameOfCheckout(ROOT, digest));
  mkdirSync(clustersFolder(), { recursive: true });
  // However one comes there: names are of the folder, not of the way.
  const folder = join(realpathSync(clustersFolder()), chosen);
  const problem = folderProblem(folder);
  if (problem) throw new Error(problem);
  return {
    names: instanceNames(chosen, folder, digest),
    paths: instancePaths(folder),
    checkout: ROOT
  };
}

/** What a cluster remembers; undefined when there is none, or only a torn beginning. */
export async function readState({ paths }: Instance): Promise<State | undefined> {
  const text = await readIfThere(paths.state);
  if (text === undefined) return undefined;
  try {
    return parseState(text);
  } catch {
    // Of another version of these tools: what it left is found by its names.
    return undefined;
  }
}

export function writeState({ paths }: Instance, state: State): Promise<void> {
  return writeWhole(paths.state, `${JSON.stringify(state, null, 2)}\n`);
}

/** Runs what changes a cluster of this checkout while nobody else does. */
export function alone<T>(
  instance: Instance,
  {
    say,
    signal
  }: { readonly say: (line: string) => void; readonly signal?: AbortSignal },
  work: () => Promise<T>
): Promise<T> {
  const { name, cgroup } = instance.names;
  const waiting = (): void => {
    say(`Another command is at work on the cluster ${name}; waiting for it …`);
  };
  return withLock(`cluster/${cgroup}`, { waiting, signal }, async () => {
    await refuseOthers(instance);
    return work();
  });
}

/** Whoever's checkout is no more cannot mind. */
async function refuseOthers(instance: Instance): Promise<void> {
  const owner = (await readState(instance))?.checkout;
  if (owner === undefined || !existsSync(owner)) return;
  const problem = ownerProblem(instance.names.name, owner, instance.checkout);
  if (problem !== undefined) throw new Error(problem);
}
