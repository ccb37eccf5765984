/** A small language for tests: cells as text, the tags of a cell in its first line. */
import type { Decision } from '@jupyterlab-kubeflow/protocol';
import type { Conversion } from './conversion.js';
import { convert } from './convert.js';
import type { NotebookDocument } from './document.js';

/** A notebook of code cells; a cell that starts with `#: a b` has the tags `a` and `b`. */
export function notebook(...cells: readonly string[]): NotebookDocument {
  return {
    path: 'work/test.ipynb',
    metadata: {},
    minor: 5,
    cells: cells.map((text, index) => {
      const tags = /^#: (.*)\n/.exec(text);
      return {
        index,
        kind: 'code',
        number: index + 1,
        source: tags ? text.slice(tags[0].length) : text,
        tags: tags?.[1]?.split(' ') ?? []
      };
    })
  };
}

/** Converts a notebook of the cells given. */
export function converted(...cells: readonly string[]): Conversion {
  return convert(notebook(...cells));
}

/** The Python of a single cell; its decisions as `line rule outcome`. */
export function cell(source: string): { code: string; decisions: string[] } {
  const conversion = converted(source);
  const [kept] = conversion.kept;
  return { code: kept?.lines.join('\n') ?? '', decisions: decisionsOf(conversion) };
}

/** `line rule outcome` of every decision. */
export function decisionsOf(conversion: Conversion): string[] {
  return conversion.cells.flatMap(({ decisions }) => decisions.map(short));
}

function short({ line, rule, outcome }: Decision): string {
  return `${String(line)} ${rule} ${outcome}`;
}
