/** Goes to a cell and line of a notebook, and opens the notebook for it. */
import type { IDocumentManager } from '@jupyterlab/docmanager';
import type { Notebook, NotebookPanel } from '@jupyterlab/notebook';

/** Arguments of the command; whatever is missing or wrong is left out. */
export interface CellArguments {
  readonly path?: unknown;
  /** Position among all cells, from 0. */
  readonly cell?: unknown;
  /** Number among code cells, from 1; used without `cell`. */
  readonly number?: unknown;
  /** Within the cell, from 1. */
  readonly line?: unknown;
}

export async function openCell(
  documents: IDocumentManager,
  args: CellArguments
): Promise<void> {
  if (typeof args.path !== 'string') return;
  const panel = documents.openOrReveal(args.path) as NotebookPanel | undefined;
  if (!panel) return;
  await panel.context.ready;
  await panel.revealed;
  const notebook = panel.content;
  const index =
    typeof args.cell === 'number' ? args.cell : nthCode(notebook, args.number);
  if (index < 0 || index >= notebook.widgets.length) return;
  notebook.activeCellIndex = index;
  await notebook.scrollToItem(index, 'smart');
  await notebook.activeCell?.ready;
  if (typeof args.line === 'number') placeCursor(notebook, args.line);
}

function nthCode(notebook: Notebook, number: unknown): number {
  const code = notebook.widgets
    .map((cell, index) => ({ index, type: cell.model.type }))
    .filter(({ type }) => type === 'code');
  return typeof number === 'number' ? (code[number - 1]?.index ?? -1) : -1;
}

function placeCursor(notebook: Notebook, line: number): void {
  notebook.mode = 'edit';
  const editor = notebook.activeCell?.editor;
  editor?.setCursorPosition({ line: line - 1, column: 0 });
  editor?.focus();
}
