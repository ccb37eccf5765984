/** Under which name an example goes into a folder: nothing of the user's is replaced. */

/** `digits.ipynb`, or with a number the first name that nothing has. */
export function freeName(name: string, taken: ReadonlySet<string>): string {
  const [stem = name, ending = ''] = name.split(/(?=\.ipynb$)/);
  for (let count = 1; ; count++) {
    const candidate = count === 1 ? name : `${stem}-${String(count)}${ending}`;
    if (!taken.has(candidate)) return candidate;
  }
}

interface NotebookLike {
  readonly cells: readonly { readonly source: string | readonly string[] }[];
}

/** The same code, whatever ran and was shown. */
export function sameCells(one: unknown, other: unknown): boolean {
  const [first, second] = [sourcesOf(one), sourcesOf(other)];
  return first !== undefined && first === second;
}

function sourcesOf(notebook: unknown): string | undefined {
  if (!isNotebook(notebook)) return undefined;
  const sources = notebook.cells.map(({ source }) =>
    typeof source === 'string' ? source : source.join('')
  );
  return JSON.stringify(sources);
}

function isNotebook(value: unknown): value is NotebookLike {
  return typeof value === 'object' && value !== null && 'cells' in value;
}
