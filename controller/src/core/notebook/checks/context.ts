/** Where a node stands: inside which function, class or loop. */
import type { SyntaxNode } from '@lezer/common';

/** The function, lambda or class a node's code belongs to; `undefined`: the module. */
export function enclosing(node: SyntaxNode): SyntaxNode | undefined {
  for (let up = node.parent; up; up = up.parent) {
    if (isScope(up)) return up;
  }
  return undefined;
}

function isScope(node: SyntaxNode): boolean {
  return (
    node.name === 'FunctionDefinition' ||
    node.name === 'ClassDefinition' ||
    node.name === 'LambdaExpression'
  );
}

export function isAsync(definition: SyntaxNode): boolean {
  return definition.firstChild?.name === 'async';
}

/** Whether a `break` or `continue` has a loop around it, in the same scope. */
export function inLoop(node: SyntaxNode): boolean {
  let from = node;
  for (let up = node.parent; up && !isScope(up); up = up.parent) {
    const loop = up.name === 'ForStatement' || up.name === 'WhileStatement';
    // The `else` of a loop is outside of it.
    if (loop && from.prevSibling?.name !== 'else') return true;
    from = up;
  }
  return false;
}

/** Children without comments. */
export function children(node: SyntaxNode): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) {
    if (child.name !== 'Comment') found.push(child);
  }
  return found;
}
