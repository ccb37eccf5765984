/** Layers of wheels: which files are in one, and by what it is known before it is made. */
import type { Hasher } from '../bundle/bundle.js';
import { tagOfContent } from '../image/digest.js';
import type { PlacedFile } from './layout.js';
import { PACKAGES_FOLDER, pathFileText, PATH_FILE, type WheelPlace } from './place.js';
import type { WheelRef } from './wheel.js';

/** Higher when the same wheels give other layers. */
const FORM = 2;

/** Layers of wheels in one image at most: with those of a base it stays below 127. */
export const MOST_LAYERS_OF_WHEELS = 40;

/** Equal for layers of equal bytes, whatever machine they are made on. */
export function layerKey(
  wheels: readonly Pick<WheelRef, 'sha256'>[],
  { python, program }: WheelPlace,
  hash: Hasher
): string {
  const digests = wheels.map(({ sha256 }) => sha256).sort();
  return hash(JSON.stringify([FORM, python, program, PACKAGES_FOLDER, digests]));
}

/** Under which a registry has a layer, as an image of its own. */
export function layerTag(key: string): string {
  return tagOfContent('jkf-layer', key);
}

/** A file that two wheels bring, with other bytes. */
export interface Overlap {
  readonly path: string;
  /** Names of the distributions; that of the last is kept. */
  readonly wheels: readonly [string, string];
}

/** The files of several wheels in one layer. */
export interface MergedFiles<File extends PlacedFile> {
  readonly files: readonly File[];
  readonly overlaps: readonly Overlap[];
}

/**
 * As installers do it: the later wheel wins.
 * @param wheels - files by the names of their distributions, in order
 */
export function mergeFiles<File extends PlacedFile>(
  wheels: readonly (readonly [name: string, files: readonly File[]])[]
): MergedFiles<File> {
  const byPath = new Map<string, { readonly name: string; readonly file: File }>();
  const overlaps: Overlap[] = [];
  for (const [name, files] of wheels) {
    for (const file of files) {
      const there = byPath.get(file.path);
      if (there && there.file.sha256 !== file.sha256) {
        overlaps.push({ path: file.path, wheels: [there.name, name] });
      }
      byPath.set(file.path, { name, file });
    }
  }
  return { files: [...byPath.values()].map(({ file }) => file), overlaps };
}

/** Folders above files, as far as they are ours: a layer that names others changes them. */
export function foldersOf(
  files: readonly Pick<PlacedFile, 'path'>[]
): readonly string[] {
  const root = PACKAGES_FOLDER.slice(1);
  const folders = new Set<string>();
  for (const { path } of files) {
    const parts = path.split('/');
    for (let depth = parts.length - 1; depth > 0; depth -= 1) {
      const folder = parts.slice(0, depth).join('/');
      if (folder !== root && !folder.startsWith(`${root}/`)) break;
      folders.add(folder);
    }
  }
  return [...folders];
}

/** The file that makes the base's Python look for what is added. */
export function pathFile(
  siteFolder: string,
  python: string
): {
  readonly path: string;
  readonly text: string;
} {
  return { path: `${siteFolder.slice(1)}/${PATH_FILE}`, text: pathFileText(python) };
}
