/** Indentation that CPython refuses and the grammar forgives. */
import { scanLogicalLine, skipBlanks } from '../ipython/lines.js';
import type { SyntaxFault } from './fault.js';

/** How far a line is indented, with tabs to multiples of eight and with tabs of one. */
interface Indent {
  readonly wide: number;
  readonly narrow: number;
}

const NONE: Indent = { wide: 0, narrow: 0 };

/** The first line whose indentation fits no block. */
export function indentFault(text: string): SyntaxFault | undefined {
  if (!/^[ \t\f]+\S/m.test(text)) return undefined;
  const stack: Indent[] = [NONE];
  let before = '';
  for (let at = 0; at < text.length;) {
    const line = scanLogicalLine(text, at);
    if (line.lastCode >= 0) {
      const detail = place(stack, indentOf(text, at), before);
      if (detail !== undefined) return { at: line.first, detail };
      before = (text[line.first] === '@' ? '@' : text[line.lastCode]) ?? '';
    }
    at = line.end;
  }
  return undefined;
}

/** Moves the stack of open blocks to an indent; `before`: `:` or `@`, a block or decorator. */
function place(stack: Indent[], indent: Indent, before: string): string | undefined {
  const current = stack.at(-1) ?? NONE;
  if (indent.wide > current.wide) {
    stack.push(indent);
    return before === ':' ? mixed(indent.narrow > current.narrow) : 'unexpected indent';
  }
  if (before === ':') return 'expected an indented block';
  if (before === '@' && indent.wide < current.wide) return 'unexpected unindent';
  return leave(stack, indent);
}

/** Closes the blocks that are indented further. */
function leave(stack: Indent[], indent: Indent): string | undefined {
  while ((stack.at(-1) ?? NONE).wide > indent.wide) stack.pop();
  const block = stack.at(-1) ?? NONE;
  return block.wide === indent.wide
    ? mixed(block.narrow === indent.narrow)
    : 'unindent does not match any outer indentation level';
}

/** Blocks must nest alike however wide a tab is. */
function mixed(alike: boolean): string | undefined {
  return alike ? undefined : 'inconsistent use of tabs and spaces in indentation';
}

/** Indent of a logical line: of its first line that is indented, if backslashes continue it. */
function indentOf(text: string, from: number): Indent {
  const to = skipBlanks(text, from);
  const own = measure(text, from, to);
  return own.wide === 0 && text.startsWith('\\\n', to) ? indentOf(text, to + 2) : own;
}

function measure(text: string, from: number, to: number): Indent {
  let { wide, narrow } = NONE;
  for (let at = from; at < to; at++) {
    if (text[at] === '\f') [wide, narrow] = [0, 0];
    else {
      wide = text[at] === '\t' ? (Math.floor(wide / 8) + 1) * 8 : wide + 1;
      narrow++;
    }
  }
  return { wide, narrow };
}
