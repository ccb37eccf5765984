/**
 * What a base image has: Python, C library and distributions, found by the names of the
 * members of its layers. Nothing is run, and nothing of it is kept.
 */
import type { RunConfig } from '../image/types.js';
import { normalName } from '../notebook/discover/distributions.js';
import {
  findPython,
  pathFolder,
  siteFolders,
  type FoundPython,
  type ImageEnvironment
} from './interpreter.js';
import { LayeredTree, type Leaf } from './layered-tree.js';
import type { Member } from './members.js';
import { parseVersion } from './version.js';

/** What wheels for an image have to be made for. */
export type Libc = 'glibc' | 'musl' | 'unknown';

export interface Inventory {
  /** Minor version of what `python3` starts, e.g. `3.11`; absent: there is none. */
  readonly python?: string;
  /** Absolute path of that program, as the PATH has it. */
  readonly program?: string;
  /** Absolute path of a folder whose `.pth` files that Python reads. */
  readonly pathFolder?: string;
  readonly libc: Libc;
  /** Version of glibc, where a file is called by it; newer ones do not tell. */
  readonly glibc?: string;
  /** Absolute paths, the first that Python looks into first. */
  readonly sitePackages: readonly string[];
  /** Absolute path of the virtual environment that `python3` is of. */
  readonly venv?: string;
  /** Versions of distributions by their normalised names. */
  readonly distributions: Readonly<Record<string, string>>;
  /** What they need, as their metadata say it (`Requires-Dist`); those that need nothing are absent. */
  readonly requires: Readonly<Record<string, readonly string[]>>;
}

/** Collects layers, the lowest first. */
export class InventoryMaker {
  readonly #tree = new LayeredTree();

  begin(): void {
    this.#tree.begin();
  }

  add(member: Member): void {
    this.#tree.add(member);
  }

  /** @param config - of the image: its variables decide which Python is meant */
  inventory(config: RunConfig = {}): Inventory {
    const env = environmentOf(config);
    const python = findPython(this.#tree, env);
    const folders = python ? siteFolders(this.#tree, python, env) : [];
    const found = distributionsIn(this.#tree, folders);
    return {
      ...(python?.minor === undefined ? {} : pythonOf(this.#tree, python)),
      ...libcOf(this.#tree),
      sitePackages: folders,
      ...(python?.venv === undefined ? {} : { venv: python.venv }),
      distributions: sorted(found, ({ version }) => version),
      requires: sorted(
        found.filter(({ requires }) => requires.length > 0),
        ({ requires }) => requires
      )
    };
  }
}

function pythonOf(
  tree: LayeredTree,
  python: FoundPython
): Pick<Inventory, 'python' | 'program' | 'pathFolder'> {
  const { minor = '', program } = python;
  return { python: minor, program, pathFolder: pathFolder(tree, python) };
}

/** The inventory of layers that are at hand. */
export function inventoryOf(
  layers: readonly (readonly Member[])[],
  config?: RunConfig
): Inventory {
  const maker = new InventoryMaker();
  for (const layer of layers) {
    maker.begin();
    for (const member of layer) maker.add(member);
  }
  return maker.inventory(config);
}

function environmentOf({ Env = [] }: RunConfig): ImageEnvironment {
  return new Map(
    Env.map(entry => {
      const at = entry.indexOf('=');
      return [entry.slice(0, at), entry.slice(at + 1)] as const;
    })
  );
}

interface Distribution {
  readonly name: string;
  readonly version: string;
  readonly requires: readonly string[];
}

/** One entry a name: the first on the path is the one that an import would see. */
function distributionsIn(
  tree: LayeredTree,
  folders: readonly string[]
): Distribution[] {
  const found = new Map<string, Distribution>();
  for (const folder of folders) {
    for (const name of [...tree.names(folder)].sort()) {
      const one = distributionAt(tree, folder, name);
      if (one && !found.has(one.name)) found.set(one.name, one);
    }
  }
  return [...found.values()];
}

function distributionAt(
  tree: LayeredTree,
  folder: string,
  name: string
): Distribution | undefined {
  const files = name.endsWith('.dist-info')
    ? [`${folder}/${name}/METADATA`]
    : [`${folder}/${name}/PKG-INFO`, `${folder}/${name}`];
  if (!/\.(?:dist|egg)-info$/.test(name)) return undefined;
  const leaf = files.map(file => fileAt(tree, file)).find(each => each !== undefined);
  return leaf && described(name, leaf.text);
}

function fileAt(tree: LayeredTree, path: string): Leaf | undefined {
  const real = tree.real(path);
  return real === undefined ? undefined : tree.leaf(real);
}

/** By its metadata; by its folder's name where they could not be read. */
function described(folder: string, text = ''): Distribution | undefined {
  const stem = folder
    .replace(/\.(?:dist|egg)-info$/, '')
    .replace(/-py3(?:\.\d+)?$/, '');
  const dash = stem.indexOf('-');
  const [name] = fields(text, 'Name');
  const [version] = fields(text, 'Version');
  const shown = version ?? (dash < 0 ? '' : stem.slice(dash + 1));
  if (shown === '') return undefined;
  return {
    name: normalName(name ?? (dash < 0 ? stem : stem.slice(0, dash))),
    version: parseVersion(shown) ? shown : shown.replaceAll('_', '-'),
    requires: fields(text, 'Requires-Dist')
  };
}

function fields(header: string, name: string): readonly string[] {
  return header
    .split('\n')
    .filter(line => line.toLowerCase().startsWith(`${name.toLowerCase()}:`))
    .map(line => line.slice(name.length + 1).trim());
}

function libcOf(tree: LayeredTree): Pick<Inventory, 'libc' | 'glibc'> {
  const told = [...tree.leaves()].map(([path, leaf]) => libcBy(baseOf(path), leaf));
  const glibc = told.find(one => one?.glibc !== undefined);
  if (glibc) return glibc;
  const all = new Set(told.map(one => one?.libc));
  return { libc: all.has('glibc') ? 'glibc' : all.has('musl') ? 'musl' : 'unknown' };
}

/** A C library is a file: what stands in for the other one (Alpine's gcompat) is a link. */
function libcBy(
  name: string,
  { kind }: Leaf
): Pick<Inventory, 'libc' | 'glibc'> | undefined {
  if (/^ld-musl-\w+\.so\.1$/.test(name)) return { libc: 'musl' };
  const glibc = /^libc-(2\.\d+)\.so$/.exec(name)?.[1];
  if (glibc !== undefined) return { libc: 'glibc', glibc };
  return name === 'libc.so.6' && kind !== 'symlink' ? { libc: 'glibc' } : undefined;
}

function baseOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function sorted<T>(
  found: readonly Distribution[],
  value: (one: Distribution) => T
): Record<string, T> {
  const entries = found.map(one => [one.name, value(one)] as const);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}
