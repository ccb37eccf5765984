/** Puts add-ons into a cluster that runs: images, objects, programs, and waits for them. */
import {
  capacityPatch,
  waitArguments,
  type Addon,
  type AddonContent,
  type KubernetesObject
} from '../../addons/addon.js';
import { addonObjects } from '../../addons/objects.js';
import { render } from '../../addons/render.js';
import { ADDONS, type AddonName } from '../../addons/table.js';
import type { BuiltEngine } from '../../engines/ensure.js';
import type { EngineName } from '../../engines/table.js';
import { ensureImage, ensureRecipe, type MadeImage } from '../../images/ensure.js';
import { fromBinary } from '../../images/from-binary.js';
import { imageName } from '../../images/table.js';
import { runInside } from '../acts/order.js';
import { builtEngines } from './builtin.js';
import { importImage, nameInNode } from './images.js';
import type { Instance } from './instance.js';
import type { Kubectl } from './kubectl.js';
import { runProgram } from './program.js';
import { NODE_NAME } from '../plan/pki.js';

/** What add-ons are installed with. */
export interface AddonTools {
  readonly instance: Instance;
  readonly kubectl: Kubectl;
  readonly say: (line: string) => void;
}

const READY_SECONDS = 180;

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

async function install(addon: Addon, tools: AddonTools): Promise<void> {
  const { instance, kubectl } = tools;
  const content = await contentOf(addon, tools);
  const { program } = kubectl;
  const objects = await addonObjects(content, each =>
    render(each, { kubectl: program })
  );
  await applyInOrder(objects, kubectl);
  for (const range of content.unreachable ?? []) await holdBack(instance, range);
  if (content.program) await runProgram(content.program, tools);
  for (const condition of content.ready) {
    await kubectl.run(waitArguments(condition, READY_SECONDS));
  }
}

/** The node's capacity as the add-ons want it; kubelet forgets it when it starts. */
export async function claimCapacity(
  names: readonly AddonName[],
  kubectl: Kubectl
): Promise<void> {
  for (const name of names) {
    const { engines, content } = ADDONS[name];
    if (engines.length > 0) continue;
    const { capacity } = content({ image: absent, engine: absent });
    if (!capacity) continue;
    const patch = JSON.stringify(capacityPatch(capacity));
    const how = ['--subresource=status', '--type=json', '--patch', patch];
    await kubectl.run(['patch', 'node', NODE_NAME, ...how]);
  }
}

const absent = (name: string): never => {
  throw new Error(`An add-on without engines asks for ${name}.`);
};

async function contentOf(addon: Addon, tools: AddonTools): Promise<AddonContent> {
  const built: Partial<Record<EngineName, BuiltEngine>> = await builtEngines(
    addon.engines,
    tools.say
  );
  const engines = (name: EngineName): BuiltEngine => {
    const engine = built[name];
    if (engine) return engine;
    throw new Error(`The add-on does not name the engine ${name}.`);
  };
  const images = await imagesOf(addon, engines, tools);
  return addon.content({
    image: name => {
      const image = images.get(name);
      if (!image) throw new Error(`The add-on has no image ${name}.`);
      return nameInNode(image);
    },
    engine: engines
  });
}

/** Made, and in the node already: add-ons work while the registries do not. */
async function imagesOf(
  { images, baseImages }: Addon,
  engines: (name: EngineName) => BuiltEngine,
  { instance, say }: AddonTools
): Promise<ReadonlyMap<string, MadeImage>> {
  const made = new Map<string, MadeImage>();
  for (const { name, engine, binary, entrypoint, user } of images) {
    const recipe = fromBinary({
      name,
      about: `The program ${binary}`,
      binary: engines(engine).binaries[binary] ?? '',
      path: entrypoint.replace(/^\//, ''),
      user: String(user)
    });
    made.set(name, await ensureRecipe(recipe, undefined, { onProgress: say }));
  }
  for (const name of baseImages) {
    made.set(name, await ensureImage(imageName(name), { onProgress: say }));
  }
  for (const image of made.values()) await importImage(instance, image);
  return made;
}

/** Kinds first, and known to the API server, before objects of these kinds. */
async function applyInOrder(
  objects: readonly KubernetesObject[],
  kubectl: Kubectl
): Promise<void> {
  const isKind = ({ kind }: KubernetesObject): boolean =>
    kind === 'CustomResourceDefinition' || kind === 'Namespace';
  const kinds = objects.filter(isKind);
  if (kinds.length > 0) {
    await kubectl.apply(kinds);
    await kubectl.waitForKinds(kinds);
  }
  const rest = objects.filter(each => !isKind(each));
  if (rest.length > 0) await kubectl.apply(rest);
}

/** Addresses that exist nowhere: packets for them end at the node. */
async function holdBack({ paths }: Instance, range: string): Promise<void> {
  const route = ['unreachable', range, 'metric', '4000'];
  await runInside(paths.socket, ['ip', 'route', 'replace', ...route]);
}
