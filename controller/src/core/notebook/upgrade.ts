/**
 * nbformat 3 to nbformat 4: worksheets become one list of cells, `input` becomes
 * `source`, headings and HTML become Markdown. Outputs are not carried over.
 */
import { fail } from '@jupyterlab-kubeflow/protocol';
import { isRecord, type Json } from './document-json.js';

/** Upgrades a notebook of major version 3; `notebook-no-cells` when it has no worksheet. */
export function upgradeNotebook(
  old: Record<string, Json>,
  path: string
): Record<string, Json> {
  const sheets = old['worksheets'];
  if (!Array.isArray(sheets)) fail('notebook-no-cells', { path });
  const cells = sheets.flatMap(sheet => cellsOf(sheet, path));
  const metadata = isRecord(old['metadata']) ? old['metadata'] : {};
  return {
    nbformat: 4,
    nbformat_minor: 0,
    metadata: { ...languageOf(cells), ...metadata },
    cells: cells.map(upgradeCell)
  };
}

function cellsOf(sheet: Json, path: string): Json[] {
  const cells = isRecord(sheet) ? sheet['cells'] : undefined;
  if (!Array.isArray(cells)) fail('notebook-no-cells', { path });
  return cells;
}

/** nbformat 3 has the language in each code cell, nbformat 4 in the notebook. */
function languageOf(cells: Json[]): Record<string, Json> {
  const named = cells.find(
    cell => isRecord(cell) && typeof cell['language'] === 'string'
  );
  const name = isRecord(named) ? named['language'] : undefined;
  return name === undefined ? {} : { language_info: { name } };
}

function upgradeCell(cell: Json): Json {
  if (!isRecord(cell)) return cell;
  const metadata = isRecord(cell['metadata']) ? cell['metadata'] : {};
  switch (cell['cell_type']) {
    case 'code':
      return {
        cell_type: 'code',
        metadata,
        source: cell['input'] ?? null,
        outputs: [],
        execution_count: null
      };
    case 'heading':
      return { cell_type: 'markdown', metadata, source: heading(cell) };
    case 'html':
      return { cell_type: 'markdown', metadata, source: cell['source'] ?? null };
    default:
      return {
        cell_type: cell['cell_type'] ?? null,
        metadata,
        source: cell['source'] ?? null
      };
  }
}

/** `level` of 1 to 6 as Markdown; a heading of several lines stays one heading. */
function heading(cell: Record<string, Json>): Json {
  const { source, level } = cell;
  const lines = Array.isArray(source) ? source : [source];
  if (!lines.every(line => typeof line === 'string')) return null;
  const depth =
    typeof level === 'number' ? Math.min(6, Math.max(1, Math.trunc(level))) : 1;
  return `${'#'.repeat(depth)} ${lines
    .join('')
    .split(/\s*\n\s*/)
    .join(' ')}`;
}
