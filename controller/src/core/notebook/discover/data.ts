/** Data files: strings in the code that name something beside the notebook. */
import {
  problem,
  reason,
  type Message,
  type Problem
} from '@jupyterlab-kubeflow/protocol';
import type { FoundLiteral } from '../python/literals.js';
import { isOutside, normalPath, type ListedFile, type Listing } from './listing.js';

/** A literal and the file it stands in; absent for a cell. */
export interface LiteralUse extends FoundLiteral {
  readonly file?: string;
}

export interface NamedFile {
  readonly file: ListedFile;
  readonly reason: Message;
  /** The code writes it before it reads it: what lies there is an earlier output. */
  readonly written: boolean;
}

/** Files that literals name, in the order of the code. */
export function namedFiles(uses: readonly LiteralUse[], listing: Listing): NamedFile[] {
  const found = new Map<string, NamedFile>();
  for (const use of uses) {
    for (const file of filesOf(use, listing)) {
      if (!found.has(file.path)) found.set(file.path, named(use, file));
    }
  }
  return [...found.values()];
}

/** Warnings for literals that name files outside the notebook's folder. */
export function outsideFiles(uses: readonly LiteralUse[]): Problem[] {
  const found = new Map<string, Problem>();
  for (const use of uses) {
    if (use.written || !isOutside(use.value) || !namesFile(use)) continue;
    const place =
      use.cell === undefined ? undefined : { cell: use.cell, line: use.line };
    found.set(
      use.value,
      problem('file-outside', { path: use.value, where: whereOf(use) }, place)
    );
  }
  return [...found.values()];
}

/** `cell 3, line 2`, or `utils.py, line 2`. */
export function whereOf({ cell, line, file }: LiteralUse): string {
  const where = file ?? (cell === undefined ? 'the file' : `cell ${String(cell)}`);
  return `${where}, line ${String(line)}`;
}

function named(use: LiteralUse, file: ListedFile): NamedFile {
  const params = { where: whereOf(use) };
  return {
    file,
    written: use.written,
    reason: use.written ? reason('file-output', params) : reason('file-named', params)
  };
}

function filesOf(use: LiteralUse, listing: Listing): readonly ListedFile[] {
  const path = relativePath(use.value);
  if (path === undefined || /^sys\.path\./.test(use.callee ?? '')) return [];
  const files = matches(path, use, listing);
  if (files.length > 0 || !/\s/.test(use.value)) return files;
  // A command line: `python train.py --data data.csv`.
  return use.value.split(/[\s'"=;|&<>()]+/).flatMap(word => {
    const named = relativePath(word);
    return (named !== undefined && listing.file(named)) || [];
  });
}

function matches(
  path: string,
  use: LiteralUse,
  listing: Listing
): readonly ListedFile[] {
  const file = listing.file(path);
  if (file) return [file];
  // A pattern needs a folder or an ending of its own, or it would match anything.
  const vague = use.pattern && !/[\w-]\/|\.\w+$/.test(path);
  return vague || !/[\w-]/.test(path) ? [] : listing.matching(path);
}

/** The literal as a path in the folder; `undefined` when it cannot be one. */
function relativePath(value: string): string | undefined {
  if (value.length > 1000 || /[\n\r\0]|^\w[\w+.-]*:\/\//.test(value)) return undefined;
  if (isOutside(value)) return undefined;
  return normalPath(value) || undefined;
}

/** An ending, or a call that reads files, tells a path from a route or a switch. */
function namesFile({ value, callee = '' }: LiteralUse): boolean {
  if (/[\n\r\0<>|"]|:\/\/|^\/(?:dev|proc|sys)\//.test(value) || value.length > 300)
    return false;
  if (!/[/\\]./.test(value)) return false;
  return (
    /\.\w{1,8}$/.test(value) ||
    /(?:read|open|load|listdir|glob|Path|path\.append|path\.insert)\w*$/i.test(callee)
  );
}
