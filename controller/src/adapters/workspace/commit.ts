/** The commit that a folder is at, read from git's files: no program need be there for it. */
import { readFile, stat } from 'node:fs/promises';
import { dirname, isAbsolute, join, resolve } from 'node:path';

/** Most folders above that are looked at. */
const LEVELS = 32;

/** Hex digest; `undefined` outside a repository, and where there is no commit yet. */
export async function commitOf(folder: string): Promise<string | undefined> {
  const git = await gitFolder(folder);
  if (git === undefined) return undefined;
  const head = await lineOf(join(git, 'HEAD'));
  if (head === undefined) return undefined;
  const [, ref] = /^ref: (refs\/.+)$/.exec(head) ?? [];
  return digestIn(ref === undefined ? head : await resolved(git, ref));
}

/** `.git` of the folder or of one above; of worktrees and submodules it is a file. */
async function gitFolder(folder: string): Promise<string | undefined> {
  let at = folder;
  for (let level = 0; level < LEVELS; level += 1) {
    const place = join(at, '.git');
    const found = await stat(place).catch(() => undefined);
    if (found?.isDirectory()) return place;
    if (found?.isFile()) return linked(at, await lineOf(place));
    const above = dirname(at);
    if (above === at) return undefined;
    at = above;
  }
  return undefined;
}

function linked(from: string, line: string | undefined): string | undefined {
  const [, path] = /^gitdir: (.+)$/.exec(line ?? '') ?? [];
  return path === undefined ? undefined : resolve(from, path);
}

/** A ref is a file, or a line among those that were packed; worktrees share theirs. */
async function resolved(git: string, ref: string): Promise<string | undefined> {
  const shared = await lineOf(join(git, 'commondir'));
  const common = shared === undefined ? git : under(git, shared);
  const own = (await lineOf(join(git, ref))) ?? (await lineOf(join(common, ref)));
  if (own !== undefined) return own;
  const packed = await readFile(join(common, 'packed-refs'), 'utf8').catch(() => '');
  return packed.split('\n').find(line => line.endsWith(` ${ref}`));
}

function under(folder: string, path: string): string {
  return isAbsolute(path) ? path : join(folder, path);
}

async function lineOf(path: string): Promise<string | undefined> {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  return text?.split('\n')[0]?.trim();
}

/** SHA-1 or SHA-256. */
function digestIn(line: string | undefined): string | undefined {
  return /^(?:[0-9a-f]{64}|[0-9a-f]{40})\b/.exec(line ?? '')?.[0];
}
