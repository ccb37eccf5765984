/** Finds what is left of an instance, and removes it. */
import { existsSync } from 'node:fs';
import { readdir, rm, rmdir } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { InstanceNames } from '../plan/names.js';
import type { InstancePaths } from '../plan/paths.js';
import { sweepSteps, type Remains, type SweepStep } from '../plan/sweep.js';
import { findCgroups } from './cgroups.js';
import { findNode, killNode } from './processes.js';
import { attempt, must } from './run.js';

/** Looks for everything an instance may have on this computer. */
export async function findRemains(
  names: InstanceNames,
  paths: InstancePaths
): Promise<Remains> {
  return {
    pids: await findNode(paths.folder),
    links: await readdir('/sys/class/net'),
    loops: await loopsOf(paths.disk),
    cgroups: await findCgroups(names.cgroup),
    folder: existsSync(paths.folder)
  };
}

/** Removes it all, the state folder too. */
export async function sweep(names: InstanceNames, paths: InstancePaths): Promise<void> {
  // Devices and cgroups are free only when the processes have ended: look twice.
  await killNode(paths.folder);
  const remains = await findRemains(names, paths);
  for (const step of sweepSteps(remains, names, paths)) await take(step, paths);
}

async function take(step: SweepStep, paths: InstancePaths): Promise<void> {
  switch (step.kind) {
    case 'kill':
      return killNode(paths.folder);
    case 'link':
      // The peer's namespace may take it along at the same moment.
      return untilGone(
        `The interface ${step.name}`,
        () => existsSync(`/sys/class/net/${step.name}`),
        () => attempt(['ip', 'link', 'delete', step.name])
      );
    case 'loop':
      return untilGone(
        `The loop device ${step.device}`,
        async () => (await loopsOf(paths.disk)).includes(step.device),
        () => attempt(['losetup', '--detach', step.device])
      );
    case 'cgroup':
      return removeCgroup(step.folder);
    case 'folder':
      return rm(step.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Loop devices with this file behind them. */
async function loopsOf(disk: string): Promise<string[]> {
  if (!existsSync(disk)) return [];
  const lines = await must(['losetup', '--noheadings', '-O', 'NAME', '-j', disk]);
  return lines.split('\n').filter(Boolean);
}

/** Deepest first: a cgroup with another in it cannot be removed. */
async function removeCgroup(folder: string): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true });
  for (const entry of entries) {
    if (entry.isDirectory()) await removeCgroup(`${folder}/${entry.name}`);
  }
  await untilGone(
    `The cgroup ${folder}`,
    () => existsSync(folder),
    () => rmdir(folder).catch(() => undefined)
  );
}

const PATIENCE_MS = 10_000;
const STEP_MS = 50;

/** The kernel lets go of things a moment after their last user has ended. */
async function untilGone(
  name: string,
  there: () => boolean | Promise<boolean>,
  remove: () => Promise<unknown>
): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (await there()) {
    if (Date.now() > deadline) {
      throw new Error(
        `${name} of the cluster cannot be removed: something still uses it. ` +
          'Once it has ended: npm run cluster -- down'
      );
    }
    await remove();
    await sleep(STEP_MS);
  }
}
