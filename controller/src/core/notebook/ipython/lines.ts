/**
 * Finds where Python's logical lines end, in text that may hold IPython syntax.
 * Follows the tokenizer: strings of all kinds, comments, brackets and backslashes
 * decide; anything it does not know is one character of no meaning.
 */
import { skipString } from './strings.js';

/** One logical line: a statement or several, over as many physical lines as it takes. */
export interface LogicalLine {
  /** Offset of the first character that is neither blank nor a continued line's end. */
  readonly first: number;
  /** Offset behind the line's end, its `\n` included. */
  readonly end: number;
  /** Offset of the first `=` outside brackets; -1 when there is none. */
  readonly assign: number;
  /** Offset of the last character that is neither blank nor the line's end. */
  readonly last: number;
  /** True when `last` lies in a comment or a string. */
  readonly lastIsText: boolean;
  /** True when the text ends inside a bracket. */
  readonly open: boolean;
  /** As `last`, comments not counted; -1 when the line is empty or a comment. */
  readonly lastCode: number;
}

interface Walk {
  readonly text: string;
  at: number;
  depth: number;
  assign: number;
  last: number;
  lastIsText: boolean;
  lastCode: number;
}

/** Scans the logical line that starts at `from`, a physical line's start. */
export function scanLogicalLine(text: string, from: number): LogicalLine {
  const first = skipContinued(text, from);
  const walk: Walk = {
    text,
    at: first,
    depth: 0,
    assign: -1,
    last: -1,
    lastIsText: false,
    lastCode: -1
  };
  while (walk.at < text.length && !step(walk));
  const { assign, last, lastIsText, lastCode } = walk;
  const open = walk.depth > 0;
  return { first, end: walk.at, assign, last, lastIsText, lastCode, open };
}

/** Offset of the first character at or behind `from` that is no space, tab or form feed. */
export function skipBlanks(text: string, from: number): number {
  let at = from;
  while (text[at] === ' ' || text[at] === '\t' || text[at] === '\f') at++;
  return at;
}

/** As `skipBlanks`, over backslash-newlines, too. */
export function skipContinued(text: string, from: number): number {
  let at = skipBlanks(text, from);
  while (text.startsWith('\\\n', at)) at = skipBlanks(text, at + 2);
  return at;
}

/** Takes one token; true when it ended the logical line. */
function step(walk: Walk): boolean {
  const char = walk.text[walk.at];
  switch (char) {
    case '\n':
      walk.at++;
      return walk.depth === 0;
    case ' ':
    case '\t':
    case '\f':
      walk.at++;
      return false;
    case '\\':
      takeBackslash(walk);
      return false;
    case '#':
      takeText(walk, endOfLine(walk.text, walk.at));
      return false;
    case '"':
    case "'":
      takeText(walk, skipString(walk.text, walk.at));
      walk.lastCode = walk.last;
      return false;
    default:
      takeOther(walk, char ?? '');
      return false;
  }
}

function takeText(walk: Walk, end: number): void {
  walk.last = end - 1;
  walk.lastIsText = true;
  walk.at = end;
}

function takeBackslash(walk: Walk): void {
  if (walk.text[walk.at + 1] === '\n') {
    walk.at += 2;
    return;
  }
  takeCharacter(walk);
}

function takeCharacter(walk: Walk): void {
  walk.last = walk.at;
  walk.lastCode = walk.at;
  walk.lastIsText = false;
  walk.at++;
}

function takeOther(walk: Walk, char: string): void {
  if (char === '(' || char === '[' || char === '{') walk.depth++;
  else if (char === ')' || char === ']' || char === '}') {
    walk.depth = Math.max(0, walk.depth - 1);
  } else if (char === '=' && walk.assign < 0 && walk.depth === 0) takeEquals(walk);
  takeCharacter(walk);
}

/** Notes an `=` that is a token of its own, and steps over a second one. */
function takeEquals(walk: Walk): void {
  const { text, at } = walk;
  if (text[at + 1] === '=') {
    walk.at++;
    return;
  }
  if (!'!<>+-*/%@&|^:'.includes(text[at - 1] ?? ' ')) walk.assign = at;
}

/** Offset of the `\n` that ends the physical line, or of the text's end. */
export function endOfLine(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
}
