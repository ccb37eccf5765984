/** The states of runs, read again only when their files have changed. */
import { statSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import type { Run } from '@jupyterlab-kubeflow/protocol';
import { FILES } from './layout.js';
import { readState } from './run-files.js';
import { isAbsent } from './storage.js';

interface Known {
  /** What tells this file from the one that replaces it. */
  readonly signature: string;
  readonly run: Run;
}

/** Remembers what it has read: lists and followers ask for the same again and again. */
export class States {
  readonly #root: string;
  readonly #known = new Map<string, Known>();

  /** @param root - the folder of runs */
  constructor(root: string) {
    this.#root = root;
  }

  /** The run as last written; the same object while nothing was. */
  read(id: string): Run | undefined {
    const folder = join(this.#root, id);
    const signature = signatureOf(join(folder, FILES.state));
    const known = this.#known.get(id);
    if (known?.signature === signature) return known?.run;
    this.#known.delete(id);
    const run = readState(folder, id);
    // What was replaced between the two looks is read once more than needed, never less.
    if (run && signature !== undefined) this.#known.set(id, { signature, run });
    return run;
  }

  /** Forgets all runs but these. */
  retain(ids: readonly string[]): void {
    const kept = new Set(ids);
    for (const id of this.#known.keys()) if (!kept.has(id)) this.#known.delete(id);
  }
}

function signatureOf(path: string): string | undefined {
  try {
    const { ino, size, mtimeMs }: Stats = statSync(path);
    return [ino, size, mtimeMs].join(' ');
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
}
