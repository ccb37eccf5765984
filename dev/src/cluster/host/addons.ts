/** Puts add-ons into a cluster that runs. */
import {
  capacityPatch,
  waitArguments,
  type Addon,
  type AddonFacts
} from '../../addons/addon.js';
import { installAddon, type AddonTarget } from '../../addons/install.js';
import { render } from '../../addons/render.js';
import { ADDONS, type AddonName } from '../../addons/table.js';
import type { BuiltEngine } from '../../engines/ensure.js';
import type { EngineName } from '../../engines/table.js';
import { ensureImage } from '../../images/ensure.js';
import type { ImageName } from '../../images/table.js';
import { runInside } from '../acts/order.js';
import { NODE_NAME } from '../plan/pki.js';
import { builtEngines } from './builtin.js';
import { importImage, nameInNode } from './images.js';
import type { Instance } from './instance.js';
import type { Kubectl } from './kubectl.js';
import { runProgram } from './program.js';

/** What add-ons are installed with. */
export interface AddonTools {
  readonly instance: Instance;
  readonly kubectl: Kubectl;
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
}

const READY_SECONDS = 180;

/** One after the other; each is ready before the next begins. */
export async function installAddons(
  names: readonly AddonName[],
  tools: AddonTools
): Promise<void> {
  for (const name of names) {
    tools.say(`Add-on ${name} …`);
    const addon = ADDONS[name];
    await installAddon(addon, await factsFor(addon, tools), targetOf(tools));
  }
}

/** Add-ons of nothing but capacity: kubelet forgets it when it starts. */
export async function claimCapacity(
  names: readonly AddonName[],
  tools: AddonTools
): Promise<void> {
  const claims = names.filter(name => name === 'fake-gpu');
  for (const name of claims) {
    const addon = ADDONS[name];
    await installAddon(addon, await factsFor(addon, tools), targetOf(tools));
  }
}

async function factsFor(addon: Addon, tools: AddonTools): Promise<AddonFacts> {
  const built: Partial<Record<EngineName, BuiltEngine>> = await builtEngines(
    addon.engines,
    tools.say,
    tools.signal
  );
  const images = await imagesOf(addon, tools);
  return {
    engine: name => known(built[name], `the engine ${name}`),
    image: name => known(images.get(name), `the image ${name}`)
  };
}

function known<T>(value: T | undefined, what: string): T {
  if (value !== undefined) return value;
  throw new Error(`The add-on uses ${what}, which it does not name.`);
}

/** Made, and in the node already: add-ons work while the registries do not. */
async function imagesOf(
  { images }: Addon,
  { instance, say, signal }: AddonTools
): Promise<ReadonlyMap<ImageName, string>> {
  const names = new Map<ImageName, string>();
  for (const name of images) {
    const image = await ensureImage(name, { onProgress: say, signal });
    await importImage(instance, image);
    names.set(name, nameInNode(image));
  }
  return names;
}

function targetOf({ instance, kubectl }: AddonTools): AddonTarget {
  const { socket } = instance.paths;
  return {
    render: kustomization => render(kustomization, { kubectl: kubectl.program }),
    apply: objects => kubectl.applyInOrder(objects),
    await: async condition => {
      await kubectl.run(waitArguments(condition, READY_SECONDS));
    },
    addCapacity: async capacity => {
      const patch = JSON.stringify(capacityPatch(capacity));
      const how = ['--subresource=status', '--type=json', '--patch', patch];
      await kubectl.run(['patch', 'node', NODE_NAME, ...how]);
    },
    block: async range => {
      const route = ['unreachable', range, 'metric', '4000'];
      await runInside(socket, ['ip', 'route', 'replace', ...route]);
    },
    runProgram: program => runProgram(program, { instance, kubectl })
  };
}
