/** Rewrites a cell's Python in one walk over its syntax tree. */
import type { Tree } from '@lezer/common';
import { asyncWord, awaitExpression } from './awaits.js';
import { watchedName, watchedProperty, WATCHED } from './calls.js';
import { futureImport } from './futures.js';
import type { Rewriter, Rewriting } from './rewriting.js';

const SYNTAX: readonly (readonly [string, Rewriter])[] = [
  ['AwaitExpression', awaitExpression],
  ['async', asyncWord],
  ['ImportStatement', futureImport]
];
const NAMES: readonly (readonly [string, Rewriter])[] = [
  ['VariableName', watchedName],
  ['PropertyName', watchedProperty]
];

/** Adds the edits and findings of a tree; most cells need no walk at all. */
export function rewritePython(tree: Tree, rewriting: Rewriting): void {
  const syntax = /\b(?:async|await|__future__)\b/.test(rewriting.text);
  const names = WATCHED.test(rewriting.text);
  if (!syntax && !names) return;
  const rewriters = new Map([...(syntax ? SYNTAX : []), ...(names ? NAMES : [])]);
  tree.iterate({
    enter: ref => {
      rewriters.get(ref.name)?.(ref.node, rewriting);
    }
  });
}
