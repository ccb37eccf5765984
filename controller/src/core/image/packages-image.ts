/** The image that has packages besides those of its base: layers, a path, and a line for Python. */
import type { Inventory } from '../packages/inventory.js';
import { pathFile } from '../wheel/layer.js';
import { SCRIPTS_FOLDER, type WheelPlace } from '../wheel/place.js';
import type { Changes, Image } from './append.js';
import { tarFile, type TarEntry } from './tar/entry.js';
import { utf8 } from './utf8.js';

/** What the image's history says of the layer with the `.pth` file. */
export const PATH_STEP = 'jkf: the added packages, on the path of Python';

/** Of containers that set none (`oci-image-tool`, Docker and containerd agree). */
const USUAL_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** Where wheels for this base go; `undefined` where its Python cannot be told. */
export function placeIn({ python, program }: Inventory): WheelPlace | undefined {
  return python === undefined || program === undefined
    ? undefined
    : { python, program };
}

/** What is in the layer that lets the base's Python find the others. */
export function pathEntries({ pathFolder, python }: Inventory): readonly TarEntry[] {
  if (pathFolder === undefined || python === undefined) return [];
  const { path, text } = pathFile(pathFolder, python);
  return [tarFile(path, utf8(text))];
}

/** Programs of what is added come before those of the base. */
export function packagesChanges({ config: { config = {} } }: Image): Changes {
  const line = config.Env?.find(entry => entry.startsWith('PATH='));
  const folders = (line?.slice('PATH='.length) ?? USUAL_PATH).split(':');
  const others = folders.filter(folder => folder !== SCRIPTS_FOLDER);
  return { env: { PATH: [SCRIPTS_FOLDER, ...others].join(':') } };
}
