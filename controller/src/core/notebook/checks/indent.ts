/** Indentation that CPython refuses and the grammar forgives. */
import { scanLogicalLine, skipBlanks } from '../ipython/lines.js';
import type { SyntaxFault } from './fault.js';

/** The first line whose indentation fits no block. */
export function indentFault(text: string): SyntaxFault | undefined {
  if (!/^[ \t\f]+\S/m.test(text)) return undefined;
  const stack = [0];
  let opened = false;
  for (let at = 0; at < text.length;) {
    const line = scanLogicalLine(text, at);
    if (line.lastCode >= 0) {
      const detail = place(stack, columnOf(text, at), opened);
      if (detail !== undefined) return { at: line.first, detail };
      opened = text[line.lastCode] === ':';
    }
    at = line.end;
  }
  return undefined;
}

/** Moves the stack of open blocks to a column. */
function place(stack: number[], column: number, opened: boolean): string | undefined {
  const current = stack.at(-1) ?? 0;
  if (column > current) {
    stack.push(column);
    return opened ? undefined : 'unexpected indent';
  }
  if (opened) return 'expected an indented block';
  while ((stack.at(-1) ?? 0) > column) stack.pop();
  return stack.at(-1) === column
    ? undefined
    : 'unindent does not match any outer indentation level';
}

/** Column of a logical line: of its first line that is indented, if backslashes continue it. */
function columnOf(text: string, from: number): number {
  const to = skipBlanks(text, from);
  const own = column(text, from, to);
  return own === 0 && text.startsWith('\\\n', to) ? columnOf(text, to + 2) : own;
}

/** Column of `to` in a line that starts at `from`; tabs go to multiples of eight. */
function column(text: string, from: number, to: number): number {
  let column = 0;
  for (let at = from; at < to; at++) {
    if (text[at] === '\f') column = 0;
    else column = text[at] === '\t' ? (Math.floor(column / 8) + 1) * 8 : column + 1;
  }
  return column;
}
