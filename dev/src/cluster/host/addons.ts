/** Puts add-ons into a cluster that runs. */
import {
  capacityPatch,
  waitArguments,
  type Addon,
  type AddonContent
} from '../../addons/addon.js';
import { addonObjects } from '../../addons/objects.js';
import { render } from '../../addons/render.js';
import { ADDONS, type AddonName } from '../../addons/table.js';
import { runInside } from '../acts/order.js';
import { NODE_NAME } from '../plan/pki.js';
import { addonFacts } from './addon-facts.js';
import type { AddonTools } from './addon-tools.js';
import type { Instance } from './instance.js';
import type { Kubectl } from './kubectl.js';
import { runProgram } from './program.js';

const READY_SECONDS = 240;

/** One after the other; each is ready before the next begins. */
export async function installAddons(
  names: readonly AddonName[],
  tools: AddonTools
): Promise<void> {
  for (const name of names) {
    tools.say(`Add-on ${name} …`);
    await install(ADDONS[name], tools);
  }
}

/** Gives the node again what add-ons that are installed had put there, where it is gone. */
export async function restoreImages(
  names: readonly AddonName[],
  tools: AddonTools
): Promise<void> {
  for (const name of names) await addonFacts(ADDONS[name], tools);
}

/** Claims the capacity of add-ons again: kubelet forgets it when it starts. */
export async function claimCapacity(
  names: readonly AddonName[],
  tools: AddonTools
): Promise<void> {
  const claims = names.map(name => ADDONS[name]).filter(onlyClaims);
  for (const addon of claims) await install(addon, tools);
}

const onlyClaims = ({ engines, images }: Addon): boolean =>
  engines.length === 0 && images.length === 0;

async function install(addon: Addon, tools: AddonTools): Promise<void> {
  const { instance, kubectl } = tools;
  const content = addon.content(await addonFacts(addon, tools));
  const objects = await addonObjects(content, each =>
    render(each, { kubectl: kubectl.program })
  );
  // Before anything may send to it.
  for (const range of content.unreachable ?? []) await block(instance, range);
  await kubectl.applyInOrder(objects);
  if (content.capacity) await claim(content.capacity, kubectl);
  // After its rights: it would start with refusals.
  if (content.program) await runProgram(content.program, tools);
  await Promise.all(
    content.ready.map(each => kubectl.run(waitArguments(each, READY_SECONDS)))
  );
}

/** Addresses that exist nowhere: packets for them end at the node. */
async function block({ paths }: Instance, range: string): Promise<void> {
  const route = ['unreachable', range, 'metric', '4000'];
  await runInside(paths.socket, ['ip', 'route', 'replace', ...route]);
}

async function claim(
  capacity: NonNullable<AddonContent['capacity']>,
  kubectl: Kubectl
): Promise<void> {
  const patch = JSON.stringify(capacityPatch(capacity));
  const how = ['--subresource=status', '--type=json', '--patch', patch];
  await kubectl.run(['patch', 'node', NODE_NAME, ...how]);
}
