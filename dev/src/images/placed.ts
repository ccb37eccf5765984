/** Files of this computer and texts, as entries of a layer. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import {
  tarFile,
  type TarEntry,
  type TarFile
} from '@jupyterlab-kubeflow/controller/core/image/tar/entry';
import type { Placed } from './recipe.js';

/** The entries, and the folders above them that are not there yet. */
export async function entriesOf(
  files: readonly Placed[],
  missing: (folder: string) => boolean
): Promise<readonly TarEntry[]> {
  const entries = await Promise.all(files.map(entryOf));
  const own = new Set(files.map(({ path }) => path));
  const above = new Set(files.flatMap(({ path }) => foldersAbove(path)));
  const folders = [...above].filter(path => !own.has(path) && missing(path));
  return [
    ...folders.map((path): TarEntry => ({ kind: 'folder', path, mode: 0o755 })),
    ...entries
  ];
}

/** A file of this computer, read when it is written. */
export function fileEntry(
  file: Omit<TarFile, 'kind' | 'content'>,
  from: string
): TarFile {
  return { ...file, kind: 'file', content: () => createReadStream(from) };
}

async function entryOf(placed: Placed): Promise<TarEntry> {
  switch (placed.kind) {
    case 'copy': {
      const { size } = await stat(placed.from);
      return fileEntry({ path: placed.path, mode: placed.mode, size }, placed.from);
    }
    case 'text':
      return tarFile(placed.path, Buffer.from(placed.text), placed.mode);
    case 'folder':
      return placed;
    case 'link':
      return { kind: 'symlink', path: placed.path, target: placed.target };
  }
}

function foldersAbove(path: string): string[] {
  const parts = path.split('/').slice(0, -1);
  return parts.map((_, depth) => parts.slice(0, depth + 1).join('/'));
}
