/**
 * Local modules and packages: which files an import beside the notebook stands for,
 * followed from file to file.
 */
import { reason, type Message } from '@jupyterlab-kubeflow/protocol';
import type { FoundImport } from '../python/imports.js';
import { normalPath, type Listing } from './listing.js';

/** Where an import stands, as a reason says it. */
export interface Importer {
  /** `cell 3` or `utils.py`. */
  readonly where: string;
  /** Path of the importing file; absent for a cell. */
  readonly file?: string;
}

/** What the environment and the notebook already provide. */
export interface Surroundings {
  readonly listing: Listing;
  /** Files the notebook writes before it imports them. */
  readonly written: ReadonlySet<string>;
  /** Folders of `sys.path`, the notebook's own (empty) first. */
  readonly roots: readonly string[];
  /** Is a top-level module installed, or part of Python? */
  readonly provided: (module: string) => boolean;
}

/** Files an import stands for. */
export interface Resolved {
  /** Source files whose own imports count. */
  readonly reached: readonly string[];
  /** Package folders: shipped whole. */
  readonly packages: readonly string[];
  /** Path, without its ending, of a module that a package beside the notebook has not. */
  readonly absent?: string;
}

/** Resolves one import; `undefined` when nothing beside the notebook answers to it. */
export function resolveImport(
  found: FoundImport,
  importer: Importer,
  around: Surroundings
): Resolved | undefined {
  if (found.level > 0) return relative(found, importer, around);
  const parts = found.module.split('.');
  for (const root of around.roots) {
    const resolved = inFolder(root, [parts, found.names], around);
    if (resolved) return resolved;
  }
  return undefined;
}

/** Says why a local file is part of the bundle. */
export function moduleReason(module: string, importer: Importer): Message {
  return reason('file-imported', { module, where: importer.where });
}

function relative(
  { level, module, names }: FoundImport,
  { file }: Importer,
  around: Surroundings
): Resolved | undefined {
  if (file === undefined) return undefined;
  const folder = normalPath(`${file}/${'../'.repeat(level)}`);
  // Above the top package Python refuses; the notebook's folder is none.
  if (folder === undefined || folder === '') return undefined;
  const parts = module === '' ? [] : module.split('.');
  return inPackage(folder, [parts, names], around);
}

/** Module parts, and names taken from the module: each may be a submodule. */
type Wanted = readonly [parts: readonly string[], names: readonly string[]];

function inFolder(
  root: string,
  [parts, names]: Wanted,
  around: Surroundings
): Resolved | undefined {
  const [top = '', ...rest] = parts;
  const path = join(root, top);
  if (exists(`${path}/__init__.py`, around)) {
    return { ...inPackage(path, [rest, names], around), packages: [path] };
  }
  if (exists(`${path}.py`, around)) return { reached: [`${path}.py`], packages: [] };
  // A folder without __init__.py counts only when nothing else has the name.
  const isNamespace = around.listing
    .below(path)
    .some(file => file.path.endsWith('.py'));
  if (!isNamespace || around.provided(top)) return undefined;
  const inner = inPackage(path, [rest, names], around);
  return { reached: inner.reached, packages: [path] };
}

/** Files executed on the way to a module inside a package, and the module itself. */
function inPackage(
  folder: string,
  [parts, names]: Wanted,
  around: Surroundings
): Resolved {
  const reached = [`${folder}/__init__.py`];
  let path = folder;
  let absent: string | undefined;
  for (const part of parts) {
    path = join(path, part);
    reached.push(`${path}/__init__.py`, `${path}.py`);
    if (!isModule(path, around)) absent ??= path;
  }
  for (const name of names) {
    reached.push(`${join(path, name)}/__init__.py`, `${join(path, name)}.py`);
  }
  const whole = { reached: reached.filter(file => exists(file, around)), packages: [] };
  // Other folders of that name may have what a folder without __init__.py has not.
  const isKnown = exists(`${folder}/__init__.py`, around);
  return absent !== undefined && isKnown ? { ...whole, absent } : whole;
}

/** Whether it is there in any form: as a folder, as Python, or compiled. */
function isModule(path: string, { listing, written }: Surroundings): boolean {
  const folder = path.slice(0, path.lastIndexOf('/'));
  const files = [...listing.below(folder).map(file => file.path), ...written];
  return files.some(file => file.startsWith(`${path}.`) || file.startsWith(`${path}/`));
}

function exists(path: string, { listing, written }: Surroundings): boolean {
  return listing.file(path) !== undefined || written.has(path);
}

function join(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}
