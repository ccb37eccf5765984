/** Makes what an add-on is made of: engines, and images that are in the node already. */
import type { Addon, AddonFacts, ProgramImage } from '../../addons/addon.js';
import type { BuiltEngine } from '../../engines/ensure.js';
import type { EngineName } from '../../engines/table.js';
import { ensureImage, ensureRecipe, type MadeImage } from '../../images/ensure.js';
import { fromBinary } from '../../images/from-binary.js';
import type { Recipe } from '../../images/recipe.js';
import type { AddonTools } from './addon-tools.js';
import { builtEngines } from './builtin.js';
import { importImage, nameInNode } from './images.js';

type Engines = (name: EngineName) => BuiltEngine;

export async function addonFacts(
  addon: Addon,
  tools: Omit<AddonTools, 'kubectl'>
): Promise<AddonFacts> {
  const { say, signal } = tools;
  const built: Partial<Record<EngineName, BuiltEngine>> = await builtEngines(
    addon.engines,
    say,
    signal
  );
  const engine: Engines = name => known(built[name], `the engine ${name}`);
  const images = await imagesOf(addon, engine, tools);
  const image = (name: string): string => known(images.get(name), `the image ${name}`);
  return { engine, image };
}

function known<T>(value: T | undefined, what: string): T {
  if (value !== undefined) return value;
  throw new Error(`The add-on uses ${what}, which it does not name.`);
}

/** In the node before they are asked for: add-ons work while the registries do not. */
async function imagesOf(
  { images, baseImages }: Addon,
  engine: Engines,
  { instance, say, signal }: Omit<AddonTools, 'kubectl'>
): Promise<ReadonlyMap<string, string>> {
  const options = { onProgress: say, signal };
  const made: MadeImage[] = [];
  for (const each of images) made.push(await programImage(each, engine, options));
  for (const name of baseImages) {
    const base = await ensureImage(name, options);
    made.push(await ensureRecipe(ofNode(name), base, options));
  }
  for (const image of made) await importImage(instance, image, signal);
  return new Map(made.map(image => [image.name, nameInNode(image)]));
}

/**
 * An image of the node's own, with an id that no registry's image has. kubelet remembers by
 * the id with which secret it pulled an image, and lets others pull it again.
 */
const ofNode = (name: string): Recipe => ({
  name,
  about: `${name}, in the node from the start`,
  base: name,
  steps: [],
  files: [],
  changes: { labels: { [PRELOADED]: 'true' } }
});

const PRELOADED = 'jupyterlab-kubeflow.io/preloaded';

/** A program alone, as its manifests expect it. */
function programImage(
  { name, engine, binary, entrypoint, user }: ProgramImage,
  engines: Engines,
  options: Parameters<typeof ensureImage>[1]
): Promise<MadeImage> {
  const recipe = fromBinary({
    name,
    about: `the program ${binary}`,
    binary: known(engines(engine).binaries[binary], `the program ${binary}`),
    path: entrypoint.replace(/^\//, ''),
    user: String(user)
  });
  return ensureRecipe(recipe, undefined, options);
}
