/** The files beside the notebook, indexed by path and by folder. */
import { globTest, isGlob } from './globs.js';

/** A file below the notebook's folder; the workspace port's listing fits. */
export interface ListedFile {
  /** Relative to the notebook's folder, `/` between parts. */
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  readonly executable: boolean;
}

/** Folders and files that belong to tools, never to a run. */
const NOISE =
  /(?:^|\/)(?:\.git|\.hg|\.svn|__pycache__|\.ipynb_checkpoints|\.[a-z]+_cache|\.tox|\.nox|\.venv|venv|node_modules|\.jkf|\.idea|\.vscode)\/|\.py[co]$|(?:^|\/)\.DS_Store$/;

export class Listing {
  readonly #files = new Map<string, ListedFile>();
  readonly #folders = new Map<string, ListedFile[]>();

  constructor(files: readonly ListedFile[]) {
    for (const file of files) {
      if (NOISE.test(file.path) || normalPath(file.path) !== file.path) continue;
      this.#files.set(file.path, file);
      for (const folder of foldersOf(file.path)) {
        const inside = this.#folders.get(folder);
        if (inside) inside.push(file);
        else this.#folders.set(folder, [file]);
      }
    }
  }

  file(path: string): ListedFile | undefined {
    return this.#files.get(path);
  }

  /** All files below a folder, at any depth; empty when there is no such folder. */
  below(folder: string): readonly ListedFile[] {
    if (folder === '') return [...this.#files.values()];
    return this.#folders.get(folder) ?? [];
  }

  /** The file, the files of the folder, or the files the glob matches. */
  matching(pathOrGlob: string): readonly ListedFile[] {
    const file = this.file(pathOrGlob);
    if (file) return [file];
    if (!isGlob(pathOrGlob)) return this.below(pathOrGlob);
    const test = globTest(pathOrGlob);
    const files = [...this.#files.values()].filter(({ path }) => test(path));
    const folders = [...this.#folders].filter(([path]) => test(path));
    return [...new Set([...files, ...folders.flatMap(([, inside]) => inside)])];
  }
}

/** `a` and `a/b` of `a/b/c.txt`. */
function foldersOf(path: string): string[] {
  const parts = path.split('/').slice(0, -1);
  return parts.map((_, i) => parts.slice(0, i + 1).join('/'));
}

/** Absolute, on another drive, in a home folder, or above the notebook's folder. */
export function isOutside(path: string): boolean {
  return /^(?:[/\\~]|[A-Za-z]:[\\/])/.test(path) || normalPath(path) === undefined;
}

/**
 * A relative path without `.`, `..` and doubled slashes; empty for the folder itself;
 * `undefined` when it leads outside.
 */
export function normalPath(path: string): string | undefined {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..' && parts.pop() === undefined) return undefined;
    if (part !== '..' && part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
}
