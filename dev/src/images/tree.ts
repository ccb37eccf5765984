/** A file system in a folder: what is in it, and what has changed since it was last seen. */
import { lstatSync, readdirSync, readlinkSync, type BigIntStats } from 'node:fs';
import { join } from 'node:path';
import type { TarEntry } from '@jupyterlab-kubeflow/controller/core/image/tar/entry';
import { isLeftOut } from './left-out.js';
import { fileEntry } from './placed.js';

/** What was seen, by path below the root: files, folders and links, in reading order. */
export type Snapshot = ReadonlyMap<string, BigIntStats>;

/** Devices, sockets and pipes are made by whoever runs the image. */
export function snapshot(root: string): Snapshot {
  const seen = new Map<string, BigIntStats>();
  const visit = (folder: string): void => {
    for (const name of readdirSync(join(root, folder)).sort()) {
      const path = folder === '' ? name : `${folder}/${name}`;
      const stats = lstatSync(join(root, path), { bigint: true });
      const wanted = stats.isFile() || stats.isDirectory() || stats.isSymbolicLink();
      if (!wanted || isLeftOut(path)) continue;
      seen.set(path, stats);
      if (stats.isDirectory()) visit(path);
    }
  };
  visit('');
  return seen;
}

/** The layer that makes `after` of `before`. */
export function difference(
  root: string,
  before: Snapshot,
  after: Snapshot
): readonly TarEntry[] {
  const changed = new Map(
    [...after].filter(([path, stats]) => isChanged(before.get(path), stats))
  );
  return [...removals(before, after), ...entriesOf(root, changed)];
}

function isChanged(before: BigIntStats | undefined, after: BigIntStats): boolean {
  if (!before) return true;
  if (
    before.mode !== after.mode ||
    before.uid !== after.uid ||
    before.gid !== after.gid
  ) {
    return true;
  }
  // A folder changes its time with everything that is put in or taken out.
  if (after.isDirectory()) return false;
  return (
    before.ino !== after.ino ||
    before.size !== after.size ||
    before.mtimeNs !== after.mtimeNs ||
    before.ctimeNs !== after.ctimeNs
  );
}

/** What is gone, but for what went with a folder above it. */
function removals(before: Snapshot, after: Snapshot): TarEntry[] {
  const gone = [...before.keys()].filter(path => !after.has(path));
  const all = new Set(gone);
  return gone
    .filter(path => !all.has(parentOf(path)) && !isReplaced(parentOf(path), after))
    .map(path => ({ kind: 'whiteout', path }));
}

/** Whether a folder has become a file or link, which hides what was in it. */
function isReplaced(folder: string, after: Snapshot): boolean {
  return after.get(folder)?.isDirectory() === false;
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

function entriesOf(root: string, found: Snapshot): TarEntry[] {
  const first = new Map<string, string>();
  const sorted = [...found].sort(([a], [b]) =>
    Buffer.compare(Buffer.from(a), Buffer.from(b))
  );
  return sorted.map(([path, stats]) => {
    const id = `${String(stats.dev)}:${String(stats.ino)}`;
    const target = stats.isFile() && stats.nlink > 1n ? first.get(id) : undefined;
    if (target !== undefined) return { kind: 'hardlink', path, target };
    first.set(id, path);
    return entryOf(root, path, stats);
  });
}

function entryOf(root: string, path: string, stats: BigIntStats): TarEntry {
  const uid = Number(stats.uid);
  const gid = Number(stats.gid);
  const mode = Number(stats.mode & 0o7777n);
  const from = join(root, path);
  if (stats.isSymbolicLink()) {
    return { kind: 'symlink', path, target: readlinkSync(from), uid, gid };
  }
  if (stats.isDirectory()) return { kind: 'folder', path, mode, uid, gid };
  return fileEntry({ path, mode, uid, gid, size: Number(stats.size) }, from);
}
