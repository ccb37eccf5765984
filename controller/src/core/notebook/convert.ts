/**
 * Converts a notebook: decides for every code cell what becomes of it, and gathers what
 * the cells need. Decisions that take more than one cell are made here.
 */
import {
  reason,
  type CellPlan,
  type Decision,
  type Message,
  type Problem
} from '@jupyterlab-kubeflow/protocol';
import { aliasesFor } from './aliases.js';
import { createCellCache, type CellCache } from './cache.js';
import type { Conversion, ConvertedCell } from './conversion.js';
import type { NotebookCell, NotebookDocument } from './document.js';
import type { Aliases, Finding } from './harvest.js';
import { crossFindings, type Neighbours, type Worked } from './neighbours.js';
import { holdsParameters, isIncluded, kaleTag, mayRaise, skipTag } from './tags.js';

export type { Conversion, ConvertedCell } from './conversion.js';

/** Converts all code cells. `cache`: remembers cells between calls. */
export function convert(
  document: NotebookDocument,
  cache: CellCache = createCellCache()
): Conversion {
  const first = workCells(document, cache);
  const used = new Set(first.flatMap(({ work }) => [...work.harvest.helpers]));
  const aliases = aliasesFor(
    used,
    first.map(({ cell }) => cell.source)
  );
  const worked = aliases.size > 0 ? renameHelpers(first, aliases, cache) : first;
  const inside = worked.filter(item => !item.out);
  const neighbours: Neighbours = crossFindings(inside);
  const cells = worked.map(item => planCell(item, neighbours.findings.get(item) ?? []));
  const kept = inside.filter(item => !item.work.idle).map(keptCell);
  const harvests = inside.map(({ cell, work }) => ({
    cell: cell.number,
    ...work.harvest
  }));
  return {
    source: document.path,
    cells,
    kept,
    parameters: parametersOf(inside),
    requirements: harvests.flatMap(({ cell, requirements }) =>
      requirements.map(found => ({ ...found, cell }))
    ),
    shipped: harvests.flatMap(({ cell, shipped }) =>
      shipped.map(found => ({ ...found, cell }))
    ),
    written: unique(harvests.flatMap(({ written }) => written)),
    helpers: unique([
      ...harvests.flatMap(({ helpers }) => [...helpers]),
      ...neighbours.helpers
    ]).map(name => importedAs(name, aliases)),
    futures: unique(harvests.flatMap(({ futures }) => futures)),
    problems: cells.flatMap(problemsOf)
  };
}

function importedAs(name: string, aliases: Aliases): string {
  const alias = [...aliases].find(([helper]) => helper === name)?.[1];
  return alias === undefined ? name : `${name} as ${alias}`;
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)].sort();
}

function workCells(document: NotebookDocument, cache: CellCache): Worked[] {
  const code = document.cells.filter(isCode);
  const filtered = code.some(isIncluded);
  return code.map(cell => {
    const options = { parameters: holdsParameters(cell), aliases: NO_ALIASES };
    const work = cache.convert(cell.source, options);
    const out = outReason(cell, filtered);
    return { cell, work, ...(out ? { out } : {}) };
  });
}

const NO_ALIASES: Aliases = new Map();

/** Converts those cells again that call a helper by a name the notebook uses. */
function renameHelpers(
  worked: readonly Worked[],
  aliases: Aliases,
  cache: CellCache
): Worked[] {
  return worked.map(item => {
    const own = new Map(
      [...aliases].filter(([name]) => item.work.harvest.helpers.has(name))
    );
    if (own.size === 0) return item;
    const options = { parameters: holdsParameters(item.cell), aliases: own };
    return { ...item, work: cache.convert(item.cell.source, options) };
  });
}

function isCode(
  cell: NotebookCell
): cell is NotebookCell & { readonly number: number } {
  return cell.kind === 'code' && cell.number !== undefined;
}

function outReason(cell: NotebookCell, filtered: boolean): Message | undefined {
  const tag = skipTag(cell);
  if (tag !== undefined) return reason('cell-skipped', { tag });
  return filtered && !isIncluded(cell) ? reason('cell-not-included', {}) : undefined;
}

function planCell(item: Worked, found: readonly Finding[]): CellPlan {
  const { cell, work } = item;
  const findings = item.out ? [] : [...work.harvest.findings, ...found];
  const decisions = findings
    .sort((a, b) => a.line - b.line)
    .map(finding => decide(finding, cell.number));
  return {
    index: cell.index,
    number: cell.number,
    ...(cell.id === undefined ? {} : { id: cell.id }),
    ...cellOutcome(item, findings),
    title: work.title,
    tags: [...cell.tags],
    decisions
  };
}

function decide(finding: Finding, cell: number): Decision {
  const { refusal, ...decision } = finding;
  const problem = refusal?.(cell, finding.line);
  return { ...decision, cell, ...(problem ? { problem } : {}) };
}

function cellOutcome(
  { cell, work, out }: Worked,
  findings: readonly Finding[]
): Pick<CellPlan, 'outcome' | 'reason'> {
  if (out) return { outcome: 'dropped', reason: out };
  const refused = findings.find(finding => finding.outcome === 'refuse');
  if (refused) return { outcome: 'refused', reason: refused.reason };
  if (work.idle) return { outcome: 'dropped', reason: work.idle };
  if (holdsParameters(cell)) {
    return { outcome: 'kept', reason: reason('cell-parameters', {}) };
  }
  const tag = kaleTag(cell);
  return {
    outcome: 'kept',
    reason:
      tag === undefined ? reason('cell-kept', {}) : reason('cell-kept-tag', { tag })
  };
}

function keptCell({ cell, work }: Worked): ConvertedCell {
  return {
    number: cell.number,
    index: cell.index,
    lines: work.lines,
    count: work.count,
    tags: cell.tags,
    mayRaise: mayRaise(cell),
    parameters: holdsParameters(cell)
  };
}

/** By name; a later cell replaces the default of an earlier one. */
function parametersOf(worked: readonly Worked[]): Conversion['parameters'] {
  const found = new Map<string, Conversion['parameters'][number]>();
  for (const { cell, work } of worked) {
    for (const parameter of work.parameters) {
      found.set(parameter.name, { ...parameter, cell: cell.number });
    }
  }
  return [...found.values()];
}

function problemsOf(cell: CellPlan): Problem[] {
  return cell.decisions.flatMap(decision =>
    decision.problem ? [decision.problem] : []
  );
}
