/** Replacements in a text, by offsets; those made here keep the number of lines. */

export interface Edit {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** Applies edits; at the same place insertions come first, in the order given. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  const ordered = [...edits].sort(
    (a, b) => a.from - b.from || Number(a.to > a.from) - Number(b.to > b.from)
  );
  const parts: string[] = [];
  let at = 0;
  for (const edit of ordered) {
    if (edit.from < at) continue;
    parts.push(text.slice(at, edit.from), edit.text);
    at = edit.to;
  }
  return parts.join('') + text.slice(at);
}

/** The line ends inside a range, to be put back by what replaces it. */
export function lineEnds(text: string, from: number, to: number): string {
  return '\n'.repeat(text.slice(from, to).split('\n').length - 1);
}
