/** Notebooks as text, from the sources of their code cells. */

/** A code cell: its source, or source and tags. */
export interface Cell {
  readonly source: string;
  readonly tags?: readonly string[];
}

/** What is not the default of a notebook: nbformat 4.5, kernel `python3`. */
export interface NotebookOptions {
  readonly metadata?: Readonly<Record<string, unknown>>;
  readonly format?: readonly [number, number];
}

const PYTHON = {
  kernelspec: { display_name: 'Python 3', language: 'python', name: 'python3' },
  language_info: { name: 'python' }
};

/** The text of an `.ipynb` file. */
export function notebookText(
  cells: readonly (string | Cell)[],
  { metadata = PYTHON, format = [4, 5] }: NotebookOptions = {}
): string {
  const [nbformat, nbformat_minor] = format;
  return JSON.stringify({
    cells: cells.map((cell, i) => codeCell(cell, i)),
    metadata,
    nbformat,
    nbformat_minor
  });
}

function codeCell(cell: string | Cell, index: number): object {
  const { source, tags = [] } = typeof cell === 'string' ? { source: cell } : cell;
  return {
    cell_type: 'code',
    id: `cell-${String(index + 1)}`,
    execution_count: null,
    metadata: { tags },
    outputs: [],
    source
  };
}
