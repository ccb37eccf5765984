/**
 * The first program inside a node's namespaces: gives the node its file systems and its
 * network, then runs the components. When it ends, the kernel ends all that is left.
 */
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { instanceNames, type InstanceNames } from '../plan/names.js';
import { attachDisk, coverFolders, mountDisk } from '../plan/mounts.js';
import { nodeNetwork } from '../plan/network.js';
import { instancePaths, type InstancePaths } from '../plan/paths.js';
import { parseState, type State } from '../plan/state.js';
import { must, mustAll } from '../acts/run.js';
import { makeCgroups } from '../acts/cgroups.js';
import { digest } from '../acts/digest.js';
import { listen } from './control.js';
import { Programs } from './programs.js';

/** Runs a node until somebody kills it. */
export async function superviseNode(folder: string): Promise<void> {
  const paths = instancePaths(folder);
  const state = parseState(readFileSync(paths.state, 'utf8'));
  // Those that need rights are started by `up`, when they have them.
  const first = state.components.filter(({ needsRights }) => needsRights !== true);
  const programs = new Programs(paths, first);
  let problem: string | undefined;
  // Before anything else: who waits for this node can ask why it does not come.
  await listen(paths.socket, { programs, problem: () => problem });
  try {
    await giveFileSystems(paths);
    const names = instanceNames(state.name, folder, digest);
    await giveNetwork(names, state);
    await makeCgroups(names.cgroup);
    await programs.startAll();
    say('All components answer.');
  } catch (error) {
    problem = error instanceof Error ? error.message : String(error);
    say(problem);
  }
}

async function giveFileSystems(paths: InstancePaths): Promise<void> {
  const device = (await must(attachDisk(paths))).trim();
  await mustAll(mountDisk(paths, device));
  await mustAll(coverFolders(paths));
  say('The node has its disk.');
}

const LINK_PATIENCE_MS = 30_000;

/** The link to the host is made there, by the command that started us. */
async function giveNetwork(names: InstanceNames, state: State): Promise<void> {
  const deadline = Date.now() + LINK_PATIENCE_MS;
  while (!(await hasLink(names.nodeLink))) {
    if (Date.now() > deadline) {
      throw new Error(
        'The link to the host did not appear. Try again: npm run cluster -- up'
      );
    }
    await sleep(20);
  }
  await mustAll(nodeNetwork(names, state.addresses));
  say('The node has its network.');
}

/** `/sys` still shows the host's interfaces; `ip` asks the kernel. */
async function hasLink(name: string): Promise<boolean> {
  const links = JSON.parse(await must(['ip', '-json', 'link'])) as { ifname: string }[];
  return links.some(({ ifname }) => ifname === name);
}

function say(text: string): void {
  process.stdout.write(`${new Date().toISOString()} ${text}\n`);
}
