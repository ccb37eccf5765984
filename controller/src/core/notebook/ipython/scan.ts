/**
 * Finds IPython syntax in a cell by IPython's own rules: constructs start a logical
 * line, stand right of its first `=`, or end it with `?`; a cell magic is on the first
 * line only. What is inside strings, comments and brackets is Python's.
 */
import { cleanCell } from './cleanup.js';
import {
  endOfLine,
  scanLogicalLine,
  skipContinued,
  type LogicalLine
} from './lines.js';

/** What a construct asks IPython for. */
export type Command =
  /** `%name args`. */
  | { readonly kind: 'magic'; readonly name: string; readonly args: string }
  /** `!command`; `!!command` and `x = !command` give the output back. */
  | { readonly kind: 'shell'; readonly command: string; readonly capture: boolean }
  /** `?x`, `x?`, `x??`. */
  | { readonly kind: 'help'; readonly target: string }
  /** `,f a b`, `;f a b`, `/f a b`: the call in Python. */
  | { readonly kind: 'autocall'; readonly escape: string; readonly call: string };

/** One construct of a cell. */
export interface Construct {
  readonly command: Command;
  /** Index of the first line it takes. */
  readonly line: number;
  /** Index of the last line it takes: a trailing backslash continues it. */
  readonly endLine: number;
  /** Column in `line` where it starts; what stands before is Python or indent. */
  readonly column: number;
  /** Right of an assignment: `x = %m`, `x = !cmd`. */
  readonly assigned: boolean;
  /** As written, continuation lines joined. */
  readonly source: string;
}

/** A cell magic: `%%name args` and all lines below. */
export interface CellMagic {
  readonly name: string;
  readonly args: string;
  /** Index of the header line. */
  readonly line: number;
}

/** A cell taken apart. */
export interface CellScan {
  /** The cell without prompts and leading indent, line for line. */
  readonly lines: readonly string[];
  readonly cellMagic?: CellMagic;
  /** In order; empty when there is a cell magic. */
  readonly constructs: readonly Construct[];
}

const ESCAPES = '!?%,;/';
const HELP_END =
  /(%{0,2}(?!\p{Nd})[\p{L}\p{N}_*]+(?:\.(?!\p{Nd})[\p{L}\p{N}_*]+|\[-?[0-9]+\])*)(\?\??)$/u;
const CELL_MAGIC_HELP = /^%%[\p{L}\p{N}_]+\?/u;

/** Scans one cell. Never throws: what it does not know is left for the Python parser. */
export function scanCell(source: string): CellScan {
  const { lines, start } = cleanCell(source);
  const header = lines[start] ?? '';
  if (header.startsWith('%%') && !CELL_MAGIC_HELP.test(header)) {
    const [name, args] = partition(header.slice(2).trimEnd());
    return { lines, cellMagic: { name, args, line: start }, constructs: [] };
  }
  return { lines, constructs: mayHaveSyntax(lines) ? scanLines(lines) : [] };
}

/** A cheap look that spares most cells the scan: no construct without one of these. */
function mayHaveSyntax(lines: readonly string[]): boolean {
  return lines.some(line => /^\s*[!?%,;/]|=\s*(?:[%!]|\\$)|\?\s*$/.test(line));
}

function scanLines(lines: readonly string[]): Construct[] {
  const text = lines.join('\n');
  const starts = lineStarts(lines);
  const found: Construct[] = [];
  for (let line = 0; line < lines.length;) {
    const logical = scanLogicalLine(text, starts[line] ?? text.length);
    const first = lineOf(starts, logical.first, line);
    const construct = find({ text, lines, starts }, logical, first);
    if (construct) found.push(construct);
    if (construct) line = construct.endLine + 1;
    else if (logical.end >= text.length) break;
    else line = lineOf(starts, logical.end, line);
  }
  return found;
}

interface Cell {
  readonly text: string;
  readonly lines: readonly string[];
  readonly starts: readonly number[];
}

function lineStarts(lines: readonly string[]): number[] {
  const starts: number[] = [];
  let at = 0;
  for (const line of lines) {
    starts.push(at);
    at += line.length + 1;
  }
  return starts;
}

/** Index of the line an offset is in, looking from line `from` on. */
function lineOf(starts: readonly number[], offset: number, from: number): number {
  let line = from;
  while ((starts[line + 1] ?? Infinity) <= offset) line++;
  return line;
}

/** The construct of a logical line: help first, as IPython prefers it at the same place. */
function find(cell: Cell, logical: LogicalLine, line: number): Construct | undefined {
  if (logical.last < 0) return undefined;
  return (
    helpEnd(cell, logical, line) ??
    (startsEscape(cell.text, logical.first)
      ? at(cell, logical.first, line, false)
      : assigned(cell, logical, line))
  );
}

/** An escape character that is a token of its own; a lone `/` calls nothing. */
function startsEscape(text: string, offset: number): boolean {
  const two = text.slice(offset, offset + 2);
  return (
    ESCAPES.includes(text[offset] ?? ' ') &&
    !['!=', '//', '%=', '/='].includes(two) &&
    !/^\/\s?$/.test(two)
  );
}

function helpEnd(
  cell: Cell,
  logical: LogicalLine,
  line: number
): Construct | undefined {
  const { text } = cell;
  if (text[logical.last] !== '?' || logical.lastIsText) return undefined;
  // In a bracket never closed, only the very last line can ask for help.
  if (logical.open && !/^\n?$/.test(text.slice(logical.last + 1))) return undefined;
  if (logical.last === logical.first && !isIndented(cell, logical, line))
    return undefined;
  const endLine = lineOf(cell.starts, logical.last, line);
  const source = text.slice(logical.first, endOfLine(text, logical.last));
  const target = HELP_END.exec(source)?.[1];
  if (target === undefined) return undefined;
  const column = logical.first - (cell.starts[line] ?? 0);
  const command = { kind: 'help', target } as const;
  return { command, line, endLine, column, assigned: false, source };
}

function isIndented(cell: Cell, logical: LogicalLine, line: number): boolean {
  return logical.first > (cell.starts[line] ?? 0);
}

function assigned(
  cell: Cell,
  logical: LogicalLine,
  from: number
): Construct | undefined {
  if (logical.assign < 0) return undefined;
  const offset = skipContinued(cell.text, logical.assign + 1);
  const line = lineOf(cell.starts, offset, from);
  if (cell.text[offset] === '%') {
    const name = cell.text.slice(skipContinued(cell.text, offset + 1));
    return /^[\p{L}_]/u.test(name) ? at(cell, offset, line, true) : undefined;
  }
  if (cell.text[offset] !== '!' || cell.text[offset + 1] === '=') return undefined;
  const assignLine = cell.lines[lineOf(cell.starts, logical.assign, from)] ?? '';
  return assignLine.trim().startsWith('=') ? undefined : at(cell, offset, line, true);
}

/** The construct that starts at an offset and ends with its (continued) line. */
function at(cell: Cell, offset: number, line: number, assigned: boolean): Construct {
  let endLine = line;
  while (endLine < lastLine(cell.lines) && cell.lines[endLine]?.endsWith('\\')) {
    endLine++;
  }
  const column = offset - (cell.starts[line] ?? 0);
  const source = assemble(cell.lines.slice(line, endLine + 1), column);
  const command = assigned ? assignedCommand(source) : escapedCommand(source);
  return { command, line, endLine, column, assigned, source };
}

/** Index of the last line, not counting the nothing behind a final line end. */
function lastLine(lines: readonly string[]): number {
  return lines.length - (lines.at(-1) === '' ? 2 : 1);
}

function assemble(lines: readonly string[], column: number): string {
  const parts = lines.map((line, i) => (i === 0 ? line.slice(column) : line).trimEnd());
  const last = parts.length - 1;
  return parts.map((part, i) => (i < last ? part.slice(0, -1) : part)).join(' ');
}

function assignedCommand(source: string): Command {
  if (source.startsWith('!')) {
    return { kind: 'shell', command: source.slice(1), capture: true };
  }
  const [name, args] = partition(source.slice(1));
  return { kind: 'magic', name, args };
}

function escapedCommand(source: string): Command {
  const double = source.startsWith('!!') || source.startsWith('??');
  const content = source.slice(double ? 2 : 1);
  switch (source[0]) {
    case '!':
      return { kind: 'shell', command: content, capture: double };
    case '?':
      return { kind: 'help', target: content };
    case '%': {
      const [name, args] = partition(content);
      return { kind: 'magic', name, args };
    }
    default:
      return { kind: 'autocall', escape: source[0] ?? '', call: autocall(source) };
  }
}

function autocall(source: string): string {
  const [name, args] = partition(source.slice(1));
  const words = args.split(/\s+/).filter(word => word !== '');
  if (source.startsWith(',')) return `${name}("${words.join('", "')}")`;
  return source.startsWith(';') ? `${name}("${args}")` : `${name}(${words.join(', ')})`;
}

function partition(text: string): [string, string] {
  const space = text.indexOf(' ');
  return space < 0 ? [text, ''] : [text.slice(0, space), text.slice(space + 1)];
}
