/**
 * Python syntax trees, by Lezer: tolerant of errors, fast enough to run on every
 * keystroke. Offsets are UTF-16 positions in the parsed text.
 */
import type { SyntaxNode, SyntaxNodeRef, Tree } from '@lezer/common';
import { parser } from '@lezer/python';

export type { SyntaxNode, SyntaxNodeRef, Tree };

/** Parses Python without IPython syntax: mask that first. */
export function parsePython(text: string): Tree {
  return parser.parse(text);
}

/** As `parsePython`, but each text is parsed once for as long as the function lives. */
export function parseOnce(): (text: string) => Tree {
  const trees = new Map<string, Tree>();
  return text => {
    const tree = trees.get(text) ?? parsePython(text);
    trees.set(text, tree);
    return tree;
  };
}

/** Line of an offset, from 1. */
export function lineAt(text: string, offset: number): number {
  let line = 1;
  for (
    let i = text.indexOf('\n');
    i >= 0 && i < offset;
    i = text.indexOf('\n', i + 1)
  ) {
    line++;
  }
  return line;
}
