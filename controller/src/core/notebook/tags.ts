/** What the tags and comments of a cell ask for: papermill's, Kale's, Fairing's. */
import type { NotebookCell } from './document.js';

/** Tags whose cell holds parameters. */
const PARAMETERS = ['parameters', 'injected-parameters', 'pipeline-parameters'];
/** Tags that keep a cell out of a run. */
const SKIP = ['skip', 'skip-execution'];
/** Kale's tags, which only say what a cell is for. */
const KALE = /^(?:imports|functions|pipeline-metrics|(?:step|block|prev):.*)$/;
const INCLUDE = 'fairing:include-cell';

export function holdsParameters(cell: NotebookCell): boolean {
  return cell.tags.some(tag => PARAMETERS.includes(tag));
}

/** The tag that keeps the cell out; `undefined`: none does. */
export function skipTag(cell: NotebookCell): string | undefined {
  return cell.tags.find(tag => SKIP.includes(tag));
}

/** The first of Kale's tags. */
export function kaleTag(cell: NotebookCell): string | undefined {
  return cell.tags.find(tag => KALE.test(tag));
}

export function mayRaise(cell: NotebookCell): boolean {
  return cell.tags.includes('raises-exception');
}

/** Whether the cell carries Fairing's comment; once one does, the others stay out. */
export function isIncluded(cell: NotebookCell): boolean {
  return (
    cell.source.includes(INCLUDE) && /^\s*#.*fairing:include-cell/m.test(cell.source)
  );
}
