/** Puts entries in the one order and refuses what must not be in a layer. */
import { compareUtf8 } from '../utf8.js';
import type { TarEntry } from './entry.js';

const WHITEOUT = '.wh.';

/**
 * Sorted by the bytes of their names, so that equal sets give equal layers and a folder
 * comes before what is in it.
 * @throws RangeError that names the entry and what is wrong with it
 */
export function ordered(entries: Iterable<TarEntry>): readonly TarEntry[] {
  const sorted = [...entries].sort((a, b) => compareUtf8(nameOf(a), nameOf(b)));
  const seen = new Map<string, TarEntry>();
  for (const entry of sorted) {
    const problem = problemOf(entry, seen);
    if (problem)
      throw new RangeError(`The layer cannot hold ${entry.path}: ${problem}.`);
    seen.set(entry.path, entry);
  }
  return sorted;
}

/** The name in the archive, without the slash of folders. */
export function nameOf(entry: TarEntry): string {
  if (entry.kind !== 'whiteout') return entry.path;
  const slash = entry.path.lastIndexOf('/') + 1;
  return `${entry.path.slice(0, slash)}${WHITEOUT}${entry.path.slice(slash)}`;
}

function problemOf(
  entry: TarEntry,
  seen: ReadonlyMap<string, TarEntry>
): string | undefined {
  const parts = entry.path.split('/');
  if (parts.some(part => part === '' || part === '.' || part === '..')) {
    return 'its path is not a plain one below the root';
  }
  if (entry.path.includes('\0')) return 'its path has a NUL in it';
  if (parts.some(part => part.startsWith(WHITEOUT))) {
    return `names that begin with ${WHITEOUT} mark removals`;
  }
  if (seen.has(entry.path)) return 'it is there twice';
  return outsideFolder(parts, seen) ?? wrongTarget(entry, seen);
}

function outsideFolder(
  parts: readonly string[],
  seen: ReadonlyMap<string, TarEntry>
): string | undefined {
  for (let depth = 1; depth < parts.length; depth += 1) {
    const above = parts.slice(0, depth).join('/');
    const entry = seen.get(above);
    if (entry && entry.kind !== 'folder') return `${above} is no folder`;
  }
  return undefined;
}

function wrongTarget(
  entry: TarEntry,
  seen: ReadonlyMap<string, TarEntry>
): string | undefined {
  if (entry.kind !== 'hardlink') return undefined;
  const target = seen.get(entry.target);
  return target?.kind === 'file'
    ? undefined
    : `${entry.target} is no file that comes before it`;
}
