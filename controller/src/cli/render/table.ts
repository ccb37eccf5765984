/** A table with a header line; columns are as wide as their content. */
import type { Layout } from './card.js';
import type { Meaning } from './paint.js';
import { plain } from './screen.js';
import { cut, cutMiddle, pad, width } from './text.js';

export interface TableCell {
  readonly text: string;
  readonly meaning?: Meaning;
}

export interface TableColumn {
  readonly title: string;
  /** Gives way when the table is wider than the terminal, the highest first; 0: never. */
  readonly yields?: number;
  /** The narrowest it becomes; below that the table is wider than the terminal. @default 8 */
  readonly least?: number;
  /** Where to cut. @default end */
  readonly cut?: 'end' | 'middle';
}

const GAP = 2;

const LEAST = 8;

/** Lines of the table, header first. */
export function table(
  columns: readonly TableColumn[],
  rows: readonly (readonly TableCell[])[],
  layout: Layout
): string[] {
  const room = layout.cut ? layout.columns : Infinity;
  const widths = fit(columns, naturalWidths(columns, rows), room);
  const header = columns.map(({ title }) => ({ text: title, meaning: 'dim' as const }));
  return [header, ...rows].map(row => line(row, columns, widths, layout));
}

/** A cell is one line, whatever it quotes. */
function oneLine(text: string): string {
  return plain(text).replace(/[\t\n]/g, ' ');
}

function naturalWidths(
  columns: readonly TableColumn[],
  rows: readonly (readonly TableCell[])[]
): number[] {
  return columns.map(({ title }, i) =>
    Math.max(width(title), ...rows.map(row => width(oneLine(row[i]?.text ?? ''))))
  );
}

function fit(
  columns: readonly TableColumn[],
  natural: readonly number[],
  room: number
): number[] {
  const widths = [...natural];
  const order = columns
    .map((column, i) => ({ i, yields: column.yields ?? 0 }))
    .filter(({ yields }) => yields > 0)
    .sort((a, b) => b.yields - a.yields);
  for (const { i } of order) {
    const total = widths.reduce((sum, each) => sum + each + GAP, -GAP);
    const own = widths[i] ?? 0;
    const least = Math.min(own, columns[i]?.least ?? LEAST);
    widths[i] = Math.max(least, own - Math.max(0, total - room));
  }
  return widths;
}

function line(
  row: readonly TableCell[],
  columns: readonly TableColumn[],
  widths: readonly number[],
  { paint }: Layout
): string {
  const cells = row.map(({ text: raw, meaning = 'plain' }, i) => {
    const text = oneLine(raw);
    const room = widths[i] ?? 0;
    const short =
      columns[i]?.cut === 'middle' ? cutMiddle(text, room) : cut(text, room);
    const last = i === row.length - 1;
    return paint(meaning, short) + (last ? '' : pad('', room - width(short) + GAP));
  });
  return cells.join('').trimEnd();
}
