/**
 * Top-level `await`, `async for` and `async with`, which IPython runs in its own event
 * loop: the helpers run them in one, and the statements become ordinary ones.
 */
import type { SyntaxNode } from '@lezer/common';
import { reason } from '@jupyterlab-kubeflow/protocol';
import { children, enclosing } from '../checks/context.js';
import type { Helper } from '../policy/treatment.js';
import { helperName, shorten } from '../harvest.js';
import { textOf, type Rewriter, type Rewriting } from './rewriting.js';

/** `await E` → `run_async(E)`. */
export const awaitExpression: Rewriter = (node, rewriting) => {
  const operand = node.firstChild?.nextSibling;
  if (!operand || enclosing(node)) return;
  const { text, edits, harvest } = rewriting;
  const blanks = /^[ \t]*/.exec(text.slice(node.from + 5))?.[0].length ?? 0;
  edits.push({
    from: node.from,
    to: node.from + 5 + blanks,
    text: `${helperName(harvest, 'run_async')}(`
  });
  edits.push(insertion(primary(operand).to, ')'));
  note(node, 'await', 'run_async', rewriting);
};

/** The grammar takes `await a + b` for `await (a + b)`; Python binds it closer. */
function primary(operand: SyntaxNode): SyntaxNode {
  const first = operand.firstChild;
  const wider =
    operand.name === 'BinaryExpression' || operand.name === 'ConditionalExpression';
  return wider && first ? primary(first) : operand;
}

/** The word `async` of a loop, a comprehension or a `with`. */
export const asyncWord: Rewriter = (node, rewriting) => {
  const parent = node.parent;
  if (!parent || parent.name === 'FunctionDefinition' || enclosing(node)) return;
  const blanks = /^[ \t]*/.exec(rewriting.text.slice(node.to))?.[0].length ?? 0;
  rewriting.edits.push({ from: node.from, to: node.to + blanks, text: '' });
  const isWith = parent.name === 'WithStatement';
  if (isWith) wrapItems(parent, rewriting);
  else wrapIterable(node, parent, rewriting);
  const rule = isWith ? 'async with' : 'async for';
  note(node, rule, isWith ? 'enter_async' : 'iterate_async', rewriting);
};

function wrapItems(statement: SyntaxNode, { edits, harvest }: Rewriting): void {
  const open = `${helperName(harvest, 'enter_async')}(`;
  let target = false;
  for (const item of withItems(statement)) {
    if (item.name === 'as') target = true;
    else if (item.name === ',') target = false;
    else if (!target && !/^(?:with|async|Body|\(|\)|⚠|:)$/.test(item.name)) {
      edits.push(insertion(item.from, open), insertion(item.to, ')'));
    }
  }
}

/** The parts of a `with` header, those in parentheses included. */
function withItems(statement: SyntaxNode): SyntaxNode[] {
  return children(statement).flatMap(part =>
    part.name === 'TupleExpression' ||
    (part.name === 'ParenthesizedExpression' && part.getChild('⚠'))
      ? children(part)
      : [part]
  );
}

/** Wraps what stands between `in` and the next clause. */
function wrapIterable(
  word: SyntaxNode,
  parent: SyntaxNode,
  { edits, harvest }: Rewriting
): void {
  const parts = children(parent).filter(part => part.from > word.from);
  const start = parts.findIndex(part => part.name === 'in') + 1;
  const first = parts[start];
  if (!first) return;
  const rest = parts.slice(start);
  const end =
    parent.name === 'ForStatement' ? rest.findIndex(p => p.name === 'Body') : 1;
  const last = rest[Math.max(1, end) - 1] ?? first;
  const open = `${helperName(harvest, 'iterate_async')}(`;
  edits.push(insertion(first.from, open), insertion(last.to, ')'));
}

function insertion(
  at: number,
  text: string
): { from: number; to: number; text: string } {
  return { from: at, to: at, text };
}

function note(
  node: SyntaxNode,
  rule: string,
  helper: Helper,
  rewriting: Rewriting
): void {
  const { harvest, lineOf } = rewriting;
  harvest.helpers.add(helper);
  harvest.findings.push({
    rule,
    outcome: 'translate',
    reason: reason('await-run', {}),
    line: lineOf(node.from),
    source: shorten(
      textOf(node.name === 'async' ? (node.parent ?? node) : node, rewriting)
    )
  });
}
