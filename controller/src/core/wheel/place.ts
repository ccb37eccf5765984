/**
 * Where wheels are in an image: below one folder of their own, so that no file of the base
 * is touched, and one `.pth` file says so to the Python of the base.
 */

/** What decides where the files of wheels are, and what their scripts begin with. */
export interface WheelPlace {
  /** Minor version of the Python of the base, e.g. `3.11`. */
  readonly python: string;
  /** Absolute path of its program. */
  readonly program: string;
}

/** Folder of what is added; with the layers of different bases it is the same. */
export const PACKAGES_FOLDER = '/opt/jkf-packages';

/** Where console scripts are. */
export const SCRIPTS_FOLDER = `${PACKAGES_FOLDER}/bin`;

/** Where modules are; a Python of another minor version does not look there. */
export function siteFolderOf(python: string): string {
  return `${PACKAGES_FOLDER}/lib/python${python}/site-packages`;
}

/** Where C headers of a distribution are. */
export function headersFolderOf(python: string, name: string): string {
  return `${PACKAGES_FOLDER}/include/python${python}/${name}`;
}

/** The file that a folder of the base's Python gets. */
export const PATH_FILE = 'jkf-packages.pth';

/**
 * Text of the `.pth` file: the added packages, and what their own `.pth` files say, come
 * before those of the base, and behind the standard library. It works in virtual
 * environments, with `-I` and `-s`, and for every user, which variables would not.
 * `sitedir` is a name of the code that runs it (CPython, `site.addpackage`).
 */
export function pathFileText(python: string): string {
  const line = [
    'import site, sys',
    'n = len(sys.path)',
    `site.addsitedir('${siteFolderOf(python)}')`,
    'new = sys.path[n:]',
    'del sys.path[n:]',
    'n = min([sys.path.index(p) for p in (sitedir, site.USER_SITE) if p in sys.path] or [n])',
    'sys.path[n:n] = new'
  ].join('; ');
  return `${line}\n`;
}
