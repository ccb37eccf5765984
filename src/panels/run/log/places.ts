/** Places of a notebook that tracebacks name, so that a click can go there. */

export interface NamedPlace {
  /** Characters of the text that name it. */
  readonly start: number;
  readonly end: number;
  /** Number of the code cell, from 1. */
  readonly cell: number;
  /** Line within the cell, from 1. */
  readonly line: number;
}

/** The runner's own form, and IPython's. */
const PLACE =
  /File "[^"\n]{1,400}\.ipynb, cell (\d{1,6})", line (\d{1,7})|\bCell In\[(\d{1,6})\], line (\d{1,7})/g;

export function placesIn(text: string): NamedPlace[] {
  if (!text.includes(', line ')) return [];
  return Array.from(text.matchAll(PLACE), match => ({
    start: match.index,
    end: match.index + match[0].length,
    cell: Number(match[1] ?? match[3]),
    line: Number(match[2] ?? match[4])
  })).filter(({ cell, line }) => cell > 0 && line > 0);
}
