/** What the rewriters of a cell's Python share. */
import type { SyntaxNode } from '@lezer/common';
import type { Edit } from '../edit.js';
import type { Harvest } from '../harvest.js';

/** A cell's Python while it is rewritten. */
export interface Rewriting {
  readonly text: string;
  readonly edits: Edit[];
  readonly harvest: Harvest;
  /** Line of an offset, from 1. */
  readonly lineOf: (offset: number) => number;
}

/** Looks at one node and may add edits and findings. */
export type Rewriter = (node: SyntaxNode, rewriting: Rewriting) => void;

export function textOf(node: SyntaxNode, { text }: Rewriting): string {
  return text.slice(node.from, node.to);
}

/** Whether nothing but a comment follows on the line. */
export function endsLine(offset: number, { text }: Rewriting): boolean {
  return /^[ \t]*(?:\n|$)/.test(text.slice(offset, offset + 200));
}
