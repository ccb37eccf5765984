/**
 * A card: labelled rows. Where there is room label and value share a line; on a
 * narrow terminal the label stands above.
 */
import type { Meaning, Paint } from './paint.js';
import { plain } from './screen.js';
import { pad, width, wrap } from './text.js';
import { typed } from './typed.js';

/** One paragraph of a row. */
export interface CardLine {
  readonly text: string;
  readonly meaning?: Meaning;
  /** Shown before the text; wrapped lines stand behind it. */
  readonly icon?: { readonly text: string; readonly meaning: Meaning };
  /** Columns further in. @default 0 */
  readonly indent?: number;
}

export interface CardRow {
  readonly label: string;
  readonly lines: readonly CardLine[];
}

/** How to lay text out. */
export interface Layout {
  readonly paint: Paint;
  readonly columns: number;
  /** What is wider must be cut: a file or pipe gets tables whole. @default false */
  readonly cut?: boolean;
  /** How commands in the text are typed. @default 'jkf' */
  readonly program?: string;
}

/** Below so many columns labels stand above their values. */
const NARROW = 56;

/** The rows as lines of text. Rows without lines are left out. */
export function card(rows: readonly CardRow[], layout: Layout): string[] {
  const shown = rows.filter(({ lines }) => lines.length > 0);
  const gutter = Math.max(0, ...shown.map(({ label }) => width(label))) + 2;
  return shown.flatMap(row =>
    layout.columns < NARROW ? stacked(row, layout) : beside(row, gutter, layout)
  );
}

function beside(row: CardRow, gutter: number, layout: Layout): string[] {
  const lines = paragraphs(row.lines, {
    ...layout,
    columns: layout.columns - gutter - 2
  });
  return lines.map((line, i) => {
    const label = pad(i === 0 ? row.label : '', gutter);
    return `  ${layout.paint('dim', label)}${line}`;
  });
}

function stacked(row: CardRow, layout: Layout): string[] {
  const lines = paragraphs(row.lines, { ...layout, columns: layout.columns - 4 });
  return [`  ${layout.paint('dim', row.label)}`, ...lines.map(line => `    ${line}`)];
}

/** Wrapped and painted paragraphs. */
export function paragraphs(lines: readonly CardLine[], layout: Layout): string[] {
  return lines.flatMap(line => paragraph(line, layout));
}

function paragraph(
  line: CardLine,
  { paint, columns, program = 'jkf' }: Layout
): string[] {
  const { text, meaning = 'plain', icon, indent = 0 } = line;
  const hang = indent + (icon ? width(icon.text) + 1 : 0);
  return wrap(typed(plain(text), program), columns - hang).map((part, i) => {
    const before =
      icon && i === 0
        ? `${' '.repeat(indent)}${paint(icon.meaning, icon.text)} `
        : ' '.repeat(hang);
    return before + paint(meaning, part);
  });
}
