/** A notebook's folder on this computer's disk, read only. */
import { createHash } from 'node:crypto';
import { createReadStream, type Dirent } from 'node:fs';
import { readFile, readdir, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fail } from '@jupyterlab-kubeflow/protocol';
import type {
  Workspace,
  WorkspaceFile,
  WorkspaceListing
} from '../../ports/workspace.js';
import { commitOf } from './commit.js';
import { decodeText } from './text.js';

/** A home folder has more; the files near the notebook are found first. */
const MAX_FILES = 20_000;

/** Folders that hold what can be made again, or what no program reads. */
const SKIPPED = new Set(['node_modules', '__pycache__', 'site-packages']);

/** Text larger than this is data, not code. */
const MAX_TEXT_BYTES = 4 * 1024 * 1024;

export class FolderWorkspace implements Workspace {
  readonly #root: string;

  /** @param root - absolute path of the notebook's folder */
  constructor(root: string) {
    this.#root = root;
  }

  /** Level by level, so that a walk that stops early has seen what is near. */
  async list(): Promise<WorkspaceListing> {
    const files: WorkspaceFile[] = [];
    let level: string[] = [''];
    while (level.length > 0) {
      const next: string[] = [];
      for (const folder of level) {
        if (files.length >= MAX_FILES) return { files: sorted(files), truncated: true };
        const found = await this.#read(folder);
        files.push(...found.files);
        next.push(...found.folders);
      }
      level = next;
    }
    return { files: sorted(files), truncated: false };
  }

  async readText(path: string): Promise<string | undefined> {
    const inside = await this.#inside(path);
    if (inside === undefined) return undefined;
    const info = await stat(inside);
    if (!info.isFile() || info.size > MAX_TEXT_BYTES) return undefined;
    return decodeText(await readFile(inside))?.replace(/^\uFEFF/, '');
  }

  async dockerignore(path: string): Promise<(file: string) => boolean> {
    const text = (await this.readText(path)) ?? '';
    const { ignoredBy } = await import('./dockerignore.js');
    return ignoredBy(text);
  }

  async digest(path: string): Promise<string> {
    const inside = await this.#inside(path);
    if (inside === undefined) fail('file-missing', { path });
    const hash = createHash('sha256');
    await pipeline(createReadStream(inside), hash);
    return hash.digest('hex');
  }

  commit(): Promise<string | undefined> {
    return commitOf(this.#root);
  }

  async #read(folder: string): Promise<{ files: WorkspaceFile[]; folders: string[] }> {
    const entries = await readdir(join(this.#root, folder), {
      withFileTypes: true
    }).catch((): Dirent[] => []);
    if (folder !== '' && entries.some(entry => entry.name === 'pyvenv.cfg')) {
      return { files: [], folders: [] };
    }
    const paths = entries.map(entry => ({
      entry,
      path: folder === '' ? entry.name : `${folder}/${entry.name}`
    }));
    const folders = paths
      .filter(({ entry }) => entry.isDirectory() && isEntered(entry.name))
      .map(({ path }) => path);
    const files = paths
      .filter(({ entry }) => entry.isFile() || entry.isSymbolicLink())
      .map(({ path, entry }) => this.#describe(path, entry));
    return {
      files: (await Promise.all(files)).filter(file => file !== undefined),
      folders
    };
  }

  async #describe(path: string, entry: Dirent): Promise<WorkspaceFile | undefined> {
    const real = entry.isSymbolicLink()
      ? await this.#inside(path)
      : join(this.#root, path);
    const info =
      real === undefined ? undefined : await stat(real).catch(() => undefined);
    if (!info?.isFile()) return undefined;
    return { path, size: info.size, executable: (info.mode & 0o111) !== 0 };
  }

  /** The real path, when it exists below the root; links that lead out do not. */
  async #inside(path: string): Promise<string | undefined> {
    const root = await realpath(this.#root).catch(() => this.#root);
    const real = await realpath(join(this.#root, path)).catch(() => undefined);
    return real?.startsWith(root.endsWith(sep) ? root : root + sep) ? real : undefined;
  }
}

function isEntered(name: string): boolean {
  return !name.startsWith('.') && !SKIPPED.has(name);
}

function sorted(files: WorkspaceFile[]): WorkspaceFile[] {
  return files.sort((a, b) => (a.path < b.path ? -1 : 1)).slice(0, MAX_FILES);
}
