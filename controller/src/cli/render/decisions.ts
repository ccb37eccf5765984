/** What becomes of a notebook's cells: the table of `jkf convert --explain`, and refusals. */
import type { CellPlan, Decision } from '@jupyterlab-kubeflow/protocol';
import { paragraphs, type CardLine, type Layout } from './card.js';
import type { Meaning } from './paint.js';
import { table, type TableCell, type TableColumn } from './table.js';
import { plural } from './text.js';

/** Past tense of each outcome: how a list reads. */
const OUTCOMES: Readonly<Record<Decision['outcome'], readonly [string, Meaning]>> = {
  keep: ['kept', 'ok'],
  translate: ['translated', 'accent'],
  requirement: ['requirement', 'accent'],
  drop: ['left out', 'warning'],
  note: ['note', 'dim'],
  refuse: ['refused', 'bad']
};

/** `left out` for `drop`. */
export function outcomeWord(outcome: Decision['outcome']): string {
  return OUTCOMES[outcome][0];
}

const CELL_OUTCOMES: Readonly<Record<CellPlan['outcome'], Decision['outcome']>> = {
  kept: 'keep',
  dropped: 'drop',
  refused: 'refuse'
};

const COLUMNS: readonly TableColumn[] = [
  { title: 'cell' },
  { title: 'line' },
  { title: 'code', yields: 2, least: 28, cut: 'middle' },
  { title: 'outcome' },
  { title: 'reason', yields: 1 }
];

/** Below so many columns a table would cut reasons away: each decision is a paragraph. */
const TABLE_COLUMNS = 80;

/** One row a decision; a cell without any gets one row of its own. */
export function explanation(cells: readonly CellPlan[], layout: Layout): string[] {
  const rows = cells.flatMap(cellRows);
  const lines =
    layout.cut && layout.columns < TABLE_COLUMNS
      ? paragraphs(rows.flatMap(rowParagraphs), layout)
      : table(COLUMNS, rows.map(rowCells), layout);
  return [...lines, '', totals(cells)];
}

interface Row {
  readonly cell: number;
  readonly line?: number;
  readonly code: string;
  readonly outcome: Decision['outcome'];
  readonly reason: string;
}

function cellRows(cell: CellPlan): Row[] {
  if (cell.decisions.length === 0 || cell.outcome === 'dropped') {
    const outcome = CELL_OUTCOMES[cell.outcome];
    return [{ cell: cell.number, code: cell.title, outcome, reason: cell.reason.text }];
  }
  return cell.decisions.map(decision => ({
    cell: decision.cell,
    line: decision.line,
    code: decision.source,
    outcome: decision.outcome,
    reason: decision.reason.text
  }));
}

function rowCells(row: Row): TableCell[] {
  const [word, meaning] = OUTCOMES[row.outcome];
  return [
    { text: String(row.cell) },
    { text: row.line === undefined ? '' : String(row.line) },
    { text: row.code },
    { text: word, meaning },
    { text: row.reason, meaning: 'dim' }
  ];
}

function rowParagraphs(row: Row): CardLine[] {
  const [word, meaning] = OUTCOMES[row.outcome];
  const line = row.line === undefined ? '' : `, line ${String(row.line)}`;
  return [
    { text: `cell ${String(row.cell)}${line}: ${word}`, meaning },
    { text: row.code, indent: 2 },
    { text: row.reason, meaning: 'dim', indent: 2 }
  ];
}

/** `12 cells: 10 kept, 2 left out.` */
export function totals(cells: readonly CellPlan[]): string {
  const count = (outcome: CellPlan['outcome']): number =>
    cells.filter(cell => cell.outcome === outcome).length;
  const parts = [
    [count('kept'), 'kept'],
    [count('dropped'), 'left out'],
    [count('refused'), 'refused']
  ] as const;
  const shown = parts.filter(([n]) => n > 0).map(([n, word]) => `${String(n)} ${word}`);
  return `${plural(cells.length, 'code cell')}: ${shown.join(', ') || 'nothing to run'}.`;
}

/** Every refused construct of the cells. */
export function refusals(cells: readonly CellPlan[]): Decision[] {
  return cells
    .flatMap(cell => cell.decisions)
    .filter(({ outcome }) => outcome === 'refuse');
}

/** Each refusal: the sentence with its place, the code, what to do about it. */
export function refusalLines(refused: readonly Decision[], layout: Layout): string[] {
  return paragraphs(refused.flatMap(refusalParagraphs), layout);
}

function refusalParagraphs(decision: Decision): CardLine[] {
  const { source, problem, reason } = decision;
  const remedy: CardLine[] = problem
    ? [{ icon: { text: '→', meaning: 'accent' }, text: problem.remedy, indent: 2 }]
    : [];
  return [
    { icon: { text: '✗', meaning: 'bad' }, text: problem?.sentence ?? reason.text },
    { text: source, meaning: 'dim', indent: 2 },
    ...remedy
  ];
}
