/** Skips work whose inputs are what they were: a hash of files, kept after success. */
import { createHash } from 'node:crypto';
import {
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync
} from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { CACHE, ROOT } from './paths.mjs';

/** Folders nobody writes by hand, and so no input of anything. */
export const GENERATED = new Set([
  '.git',
  '.ipynb_checkpoints',
  '.pytest_cache',
  '.ruff_cache',
  '__pycache__',
  'coverage',
  'dist',
  'dist-wheel',
  'labextension',
  'lib',
  'node_modules',
  'test-results'
]);

/** Files below a folder (or the file itself), sorted, relative to `root` with `/`. */
export function filesBelow(path, root = ROOT) {
  return walk(join(root, path))
    .map(file => relative(root, file).split(sep).join('/'))
    .sort();
}

function walk(path) {
  let entries;
  try {
    entries = readdirSync(path, { withFileTypes: true });
  } catch (error) {
    if (error.code === 'ENOTDIR') return [path];
    if (error.code === 'ENOENT') return [];
    throw error;
  }
  return entries
    .filter(entry => !GENERATED.has(entry.name))
    .flatMap(entry => {
      const below = join(path, entry.name);
      return entry.isDirectory() ? walk(below) : entry.isFile() ? [below] : [];
    });
}

/** Hex SHA-256 over names and bytes of files given relative to the checkout. */
export function hashFiles(files, extra = '') {
  const hash = createHash('sha256').update(extra);
  for (const file of files) {
    hash.update(`\0${file}\0`).update(readFileSync(join(ROOT, file)));
  }
  return hash.digest('hex');
}

/** Was `name` last done with these inputs? */
export function isDone(name, hash) {
  try {
    return readFileSync(join(CACHE, name), 'utf8') === hash;
  } catch {
    return false;
  }
}

/** Before the work is begun anew: what is half done is not done. */
export function forget(name) {
  rmSync(join(CACHE, name), { force: true });
}

/** Written under another name first: an interrupted write leaves no half stamp. */
export function markDone(name, hash) {
  const path = join(CACHE, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.${String(process.pid)}`, hash);
  renameSync(`${path}.${String(process.pid)}`, path);
}
