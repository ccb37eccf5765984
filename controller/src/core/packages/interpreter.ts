/** Which Python a container of an image starts as `python3`, and where it looks for packages. */
import type { LayeredTree } from './layered-tree.js';

/** A Python of an image. */
export interface FoundPython {
  /** Absolute path of the program on the PATH. */
  readonly program: string;
  /** Minor version, e.g. `3.11`; absent when the files do not tell. */
  readonly minor?: string;
  /** Absolute path of what it is installed below, e.g. `/usr/local`. */
  readonly prefix: string;
  /** Absolute path of the virtual environment that it is the Python of. */
  readonly venv?: string;
  /** Whether that sees the packages of the Python below it, too. */
  readonly isOpen: boolean;
}

/** Variables of the image that decide it. */
export type ImageEnvironment = ReadonlyMap<string, string>;

/** Of containers that set none. */
const USUAL_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** The first on the PATH. A `python` of version 2 is none. */
export function findPython(
  tree: LayeredTree,
  env: ImageEnvironment
): FoundPython | undefined {
  const folders = (env.get('PATH') ?? USUAL_PATH).split(':').filter(Boolean);
  for (const folder of folders) {
    for (const name of ['python3', 'python']) {
      const found = pythonAt(tree, folder, name);
      if (found) return found;
    }
  }
  return undefined;
}

function pythonAt(
  tree: LayeredTree,
  folder: string,
  name: string
): FoundPython | undefined {
  const real = programAt(tree, `${folder}/${name}`);
  if (real === undefined) return undefined;
  const venv = above(folder);
  const config = tree.leaf(`${venv}/pyvenv.cfg`);
  const text = config?.text ?? '';
  const minor = minorOf(tree, real) ?? minorIn(text);
  return {
    program: `${folder}/${name}`,
    prefix: above(above(real)),
    isOpen: /^include-system-site-packages\s*=\s*true/im.test(text),
    ...(config ? { venv: tree.real(venv) ?? venv } : {}),
    ...(minor === undefined ? {} : { minor })
  };
}

/** Path of the program itself, where it is there and is no Python 2. */
function programAt(tree: LayeredTree, path: string): string | undefined {
  const real = tree.real(path);
  const isThere = real !== undefined && tree.leaf(real) !== undefined;
  return isThere && !/\/python2[\d.]*$/.test(real) ? real : undefined;
}

/** By its name, by that of its other name, or by the only library beside it. */
function minorOf(tree: LayeredTree, real: string): string | undefined {
  const names = [real, tree.leaf(real)?.target ?? ''];
  const named = names.map(name => /\/python(3\.\d+)$/.exec(`/${name}`)?.[1]);
  const minor = named.find(each => each !== undefined);
  if (minor !== undefined) return minor;
  const lib = `${above(above(real))}/lib`;
  const there = tree.names(lib).filter(name => tree.leaf(`${lib}/${name}/os.py`));
  return there.length === 1 ? there[0]?.replace(/^python/, '') : undefined;
}

/** As `venv` and `uv` write it down. */
function minorIn(config: string): string | undefined {
  return /^version(?:_info)?\s*=\s*(3\.\d+)/m.exec(config)?.[1];
}

function above(path: string): string {
  return path.slice(0, Math.max(0, path.replace(/\/+$/, '').lastIndexOf('/')));
}

/**
 * Folders that it imports packages from, the first that it looks into first. Those that
 * pip installs into unless told otherwise are among them, even when nothing is there.
 */
export function siteFolders(
  tree: LayeredTree,
  python: FoundPython,
  env: ImageEnvironment
): readonly string[] {
  const { minor, venv, isOpen } = python;
  if (minor === undefined) return [];
  const given = (env.get('PYTHONPATH') ?? '').split(':').filter(hasSome(tree));
  const own = venv === undefined ? [] : librariesOf(tree, venv, minor);
  const shared = venv === undefined || isOpen ? sharedFolders(tree, python, env) : [];
  const all = [...given, ...own, ...shared].map(folder => tree.real(folder) ?? folder);
  return [...new Set(all)];
}

/** Of the Python itself: the user's folder, then that of all. */
function sharedFolders(
  tree: LayeredTree,
  { prefix, minor = '' }: FoundPython,
  env: ImageEnvironment
): readonly string[] {
  const user = userFolders(minor, env).filter(hasSome(tree));
  if (prefix !== '/usr') return [...user, ...librariesOf(tree, prefix, minor)];
  if (isDebian(tree, minor)) return [...user, ...debianFolders(minor)];
  const shared = ['/usr/local', '/usr'].flatMap(each => librariesOf(tree, each, minor));
  return [...user, ...shared];
}

function isDebian(tree: LayeredTree, minor: string): boolean {
  const isThere = debianFolders(minor).some(folder => tree.names(folder).length > 0);
  return isThere || tree.leaf('/etc/debian_version') !== undefined;
}

/** Where Debian's own Python looks, the first that it looks into first. */
function debianFolders(minor: string): readonly [string, ...string[]] {
  return [
    `/usr/local/lib/python${minor}/dist-packages`,
    '/usr/lib/python3/dist-packages',
    `/usr/lib/python${minor}/dist-packages`
  ];
}

/**
 * A folder whose `.pth` files a Python reads, whoever starts it: that which pip installs
 * into. It may not be there yet.
 */
export function pathFolder(
  tree: LayeredTree,
  { prefix, venv, minor = '' }: FoundPython
): string {
  if (venv !== undefined) return library(venv, minor);
  const isSystem = prefix === '/usr' && isDebian(tree, minor);
  const folder = isSystem ? debianFolders(minor)[0] : library(prefix, minor);
  return tree.real(folder) ?? folder;
}

function hasSome(tree: LayeredTree): (folder: string) => boolean {
  return folder => folder !== '' && tree.names(folder).length > 0;
}

function userFolders(minor: string, env: ImageEnvironment): readonly string[] {
  if (env.has('PYTHONNOUSERSITE')) return [];
  const home = env.get('HOME') ?? '/root';
  return [library(env.get('PYTHONUSERBASE') ?? `${home}/.local`, minor)];
}

/** Fedora and its kin have a second one for what is compiled. */
function librariesOf(
  tree: LayeredTree,
  prefix: string,
  minor: string
): readonly string[] {
  const second = library(prefix, minor, 'lib64');
  return [library(prefix, minor), ...(tree.names(second).length > 0 ? [second] : [])];
}

function library(prefix: string, minor: string, lib = 'lib'): string {
  return `${prefix}/${lib}/python${minor}/site-packages`;
}
