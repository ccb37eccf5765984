/** Writes the files of a bundle, and reads them back for a run that repeats another. */
import { createHash } from 'node:crypto';
import { createReadStream, type Dirent } from 'node:fs';
import { chmod, mkdir, open, readdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join, posix } from 'node:path';
import { fail, type Plan } from '@jupyterlab-kubeflow/protocol';
import type { Bundle, BundleEntry } from '../../core/bundle/bundle.js';
import { errorCode, isAbsent } from './storage.js';

/** Bytes of all files of a bundle. */
export function bundleBytes(bundle: Bundle): number {
  return bundle.files.reduce((sum, { size }) => sum + size, 0);
}

/**
 * Writes a bundle below a folder; `source-changed` when a file to copy is no longer
 * what the plan saw.
 */
export async function deliver(bundle: Bundle, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const file of bundle.files) await deliverFile(file, folder);
}

async function deliverFile(file: BundleEntry, folder: string): Promise<void> {
  const path = join(folder, safePath(file.path));
  await mkdir(dirname(path), { recursive: true });
  if (file.content.kind === 'text') await writeFile(path, file.content.text);
  else if ((await copy(file.content.from, path)) !== file.sha256) changed(file);
  await chmod(path, file.mode);
}

/** Paths are ours or a plan's, but a plan may come from a file: never leave the folder. */
function safePath(path: string): string {
  const normal = posix.normalize(path);
  const leaves = normal.startsWith('../') || ['.', '..', ''].includes(normal);
  if (leaves || posix.isAbsolute(normal)) {
    throw new RangeError(`${path} leads out of the bundle`);
  }
  return normal;
}

/** Copies and gives the digest of what was copied; `undefined` when it is not there. */
async function copy(from: string, to: string): Promise<string | undefined> {
  const hash = createHash('sha256');
  const target = await open(to, 'w');
  try {
    for await (const chunk of createReadStream(from) as AsyncIterable<Buffer>) {
      hash.update(chunk);
      await target.writeFile(chunk);
    }
    return hash.digest('hex');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  } finally {
    await target.close();
  }
}

function changed(file: BundleEntry): never {
  return fail('source-changed', { path: file.path });
}

/**
 * The bundle an earlier run was given; `run-bundle-changed` when its files are not
 * what that run's plan says.
 */
export async function deliveredBundle(
  folder: string,
  id: string,
  plan: Plan
): Promise<Bundle> {
  const files: BundleEntry[] = [];
  for (const path of await filesBelow(folder)) files.push(await entry(folder, path));
  const found = new Map(files.map(file => [file.path, file]));
  for (const file of plan.bundle.files) {
    const expected = file.included ? file.sha256 : undefined;
    if (expected !== undefined && found.get(file.path)?.sha256 !== expected) {
      fail('run-bundle-changed', { id, path: file.path });
    }
  }
  const requirements = plan.bundle.requirements.filter(({ included }) => included);
  return {
    digest: plan.bundle.digest,
    entry: plan.bundle.entry,
    files,
    requirements: requirements.map(({ text }) => text).sort()
  };
}

async function entry(folder: string, path: string): Promise<BundleEntry> {
  const from = join(folder, path);
  const { size, mode } = await stat(from);
  const sha256 = await digestOf(from);
  return { path, size, mode: mode & 0o777, sha256, content: { kind: 'copy', from } };
}

/** Hex SHA-256 of a file. */
export async function digestOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    hash.update(chunk);
  }
  return hash.digest('hex');
}

/**
 * Paths of all files below a folder, sorted, `/` between parts. Links are not followed;
 * folders that are gone or may not be read have no files.
 */
export async function filesBelow(folder: string): Promise<string[]> {
  const paths: string[] = [];
  await collect(folder, '', paths);
  return paths.sort();
}

async function collect(folder: string, under: string, paths: string[]): Promise<void> {
  for (const item of await itemsIn(join(folder, under))) {
    const path = posix.join(under, item.name);
    if (item.isDirectory()) await collect(folder, path, paths);
    else if (item.isFile()) paths.push(path);
  }
}

async function itemsIn(folder: string): Promise<Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    if (isAbsent(error) || errorCode(error) === 'EACCES') return [];
    throw error;
  }
}
