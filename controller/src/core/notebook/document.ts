/**
 * The notebook as a value: `.ipynb` text in, cells out. nbformat 3 and 4 are read;
 * everything a run cannot use (outputs, execution counts) is ignored. Whatever is
 * wrong is a row of the error table that names the file and the cell.
 */
import { fail } from '@jupyterlab-kubeflow/protocol';
import { kernelOf, type NotebookKernel } from './document-kernel.js';
import { isRecord, parseJson, type Json } from './document-json.js';
import { upgradeNotebook } from './upgrade.js';

export type { NotebookKernel } from './document-kernel.js';

export interface NotebookCell {
  /** Position among all cells, from 0. */
  readonly index: number;
  readonly kind: 'code' | 'markdown' | 'raw';
  /** Number among the code cells, from 1; absent for other cells. */
  readonly number?: number;
  /** nbformat 4.5 cell id. */
  readonly id?: string;
  /** Lines end with `\n`, whatever the file had. */
  readonly source: string;
  readonly tags: readonly string[];
}

export interface NotebookDocument {
  /** As given by the caller; only used in sentences. */
  readonly path: string;
  /** Absent when the notebook names none: Python is assumed then. */
  readonly kernel?: NotebookKernel;
  readonly cells: readonly NotebookCell[];
  readonly metadata: Readonly<Record<string, unknown>>;
  /** Minor version of nbformat 4; 0 for an upgraded notebook. */
  readonly minor: number;
}

/** A `.py` file, ready to be analysed as one block of code. */
export interface PythonFile {
  readonly path: string;
  /** Without byte order mark, lines end with `\n`. */
  readonly code: string;
}

const CELL_KINDS: Readonly<Record<string, NotebookCell['kind']>> = {
  code: 'code',
  markdown: 'markdown',
  raw: 'raw'
};

/**
 * Reads a notebook.
 * @throws ProblemError - `notebook-…` rows of the error table
 */
export function readNotebook(text: string, path: string): NotebookDocument {
  const raw = parseNotebook(text, path);
  const metadata = isRecord(raw['metadata']) ? raw['metadata'] : {};
  const kernel = kernelOf(metadata, path);
  const cells = readCells(raw, path);
  if (!cells.some(cell => cell.kind === 'code' && cell.source.trim() !== '')) {
    fail('notebook-empty', { path });
  }
  return {
    path,
    ...(kernel ? { kernel } : {}),
    cells,
    metadata,
    minor: typeof raw['nbformat_minor'] === 'number' ? raw['nbformat_minor'] : 0
  };
}

/** Reads the text of a `.py` file; `python-file-binary` when it cannot be Python. */
export function readPythonFile(text: string, path: string): PythonFile {
  if (text.includes('\0')) fail('python-file-binary', { path });
  return { path, code: unixLines(text.replace(/^\uFEFF/, '')) };
}

/**
 * The notebook without what earlier executions left in it: outputs, execution counts
 * and times, widget state. Always nbformat 4, keys sorted: equal content gives equal
 * bytes, and stripping twice changes nothing.
 * @throws ProblemError - when the text is not a notebook
 */
export function stripOutputs(text: string, path = 'The notebook'): string {
  const raw = parseNotebook(text, path);
  const metadata = without(raw['metadata'], ['widgets']);
  const cells = rawCells(raw, path).map((cell, index) =>
    strippedCell(cell, index, path)
  );
  return JSON.stringify(sorted({ ...raw, metadata, cells }), undefined, 1) + '\n';
}

/** JSON to nbformat 4, with the structure checked down to the list of cells. */
function parseNotebook(text: string, path: string): Record<string, Json> {
  const json = parseJson(text, path);
  if (!isRecord(json)) fail('notebook-not-object', { path });
  const major = json['nbformat'];
  if (major === 3) return upgradeNotebook(json, path);
  if (major !== 4) {
    fail('notebook-format-unknown', { path, version: JSON.stringify(major ?? null) });
  }
  return json;
}

function rawCells(raw: Record<string, Json>, path: string): Record<string, Json>[] {
  const cells = raw['cells'];
  if (!Array.isArray(cells)) fail('notebook-no-cells', { path });
  return cells.map((cell, index) =>
    isRecord(cell) ? cell : badCell(path, index, 'is not an object')
  );
}

function readCells(raw: Record<string, Json>, path: string): NotebookCell[] {
  let number = 0;
  return rawCells(raw, path).map((cell, index) => {
    const kind = kindOf(cell, index, path);
    return {
      index,
      kind,
      ...(kind === 'code' ? { number: ++number } : {}),
      ...(typeof cell['id'] === 'string' ? { id: cell['id'] } : {}),
      source: sourceOf(cell, index, path),
      tags: tagsOf(cell)
    };
  });
}

function kindOf(
  cell: Record<string, Json>,
  index: number,
  path: string
): NotebookCell['kind'] {
  const type = cell['cell_type'];
  const kind =
    typeof type === 'string' && Object.hasOwn(CELL_KINDS, type)
      ? CELL_KINDS[type]
      : undefined;
  return (
    kind ?? badCell(path, index, `has the unknown type ${JSON.stringify(type ?? null)}`)
  );
}

function sourceOf(cell: Record<string, Json>, index: number, path: string): string {
  const source = cell['source'];
  if (typeof source === 'string') return unixLines(source);
  if (!Array.isArray(source) || !source.every(line => typeof line === 'string')) {
    badCell(path, index, 'has no text as its source');
  }
  return unixLines(source.join(''));
}

function tagsOf(cell: Record<string, Json>): string[] {
  const metadata = cell['metadata'];
  const tags = isRecord(metadata) ? metadata['tags'] : undefined;
  return Array.isArray(tags) ? tags.filter(tag => typeof tag === 'string') : [];
}

function strippedCell(
  cell: Record<string, Json>,
  index: number,
  path: string
): Record<string, Json> {
  const kind = kindOf(cell, index, path);
  const source = sourceOf(cell, index, path).split(/(?<=\n)/);
  const empty = source.length === 1 && source[0] === '';
  return {
    ...without(cell, ['outputs', 'execution_count']),
    // Times of an earlier execution, by JupyterLab and by an nbextension.
    metadata: without(cell['metadata'], ['execution', 'ExecuteTime']),
    source: empty ? [] : source,
    ...(kind === 'code' ? { outputs: [], execution_count: null } : {})
  };
}

/** A copy of an object without some keys; of anything else, an empty object. */
function without(
  value: Json | undefined,
  keys: readonly string[]
): Record<string, Json> {
  if (!isRecord(value)) return {};
  return Object.fromEntries(
    Object.entries(value).filter(([key]) => !keys.includes(key))
  );
}

function badCell(path: string, index: number, detail: string): never {
  fail('notebook-cell-bad', { path, position: index + 1, detail });
}

function unixLines(text: string): string {
  return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
}

/** The same value with the keys of every object in code unit order. */
function sorted(value: Json): Json {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map(key => [key, sorted(value[key] ?? null)])
  );
}
