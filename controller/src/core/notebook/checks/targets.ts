/** Targets of assignments that Python cannot assign to: `f() = 1`, `None = 2`. */
import type { SyntaxNode } from '@lezer/common';
import { children } from './context.js';

const DELIMITERS = new Set(['(', ')', '[', ']', ',', '*', 'for', 'in', 'async', 'del']);

/** Why a statement's targets are none; for assignments, `for` and `del`. */
export function targetFault(node: SyntaxNode): string | undefined {
  const targets = targetsOf(node);
  if (node.getChild('TypeDef') && (hasComma(node) || !isSingle(targets))) {
    return 'only single targets can be annotated';
  }
  const bad = targets.find(target => !isTarget(target, node.name));
  return bad
    ? `cannot ${node.name === 'DeleteStatement' ? 'delete' : 'assign to'} this`
    : undefined;
}

/** `a,: int` annotates a tuple of one. */
function hasComma(node: SyntaxNode): boolean {
  const parts = children(node);
  const annotation = parts.findIndex(part => part.name === 'TypeDef');
  return parts.slice(0, annotation).some(part => part.name === ',');
}

function isSingle(targets: readonly SyntaxNode[]): boolean {
  const [target] = targets;
  return targets.length === 1 && !/^(?:Tuple|Array)/.test(target?.name ?? '');
}

function targetsOf(node: SyntaxNode): SyntaxNode[] {
  const parts = children(node);
  const end =
    node.name === 'ForStatement'
      ? parts.findIndex(part => part.name === 'in')
      : node.name === 'DeleteStatement'
        ? parts.length
        : endOfTargets(parts);
  return parts
    .slice(0, Math.max(0, end))
    .filter(part => !DELIMITERS.has(part.name) && !OPERATORS.has(part.name));
}

const OPERATORS = new Set(['AssignOp', 'UpdateOp', 'TypeDef', '⚠']);

/** Index of the last operator; of the annotation in `x: int`. */
function endOfTargets(parts: readonly SyntaxNode[]): number {
  const operator = parts.findLastIndex(
    part => part.name === 'AssignOp' || part.name === 'UpdateOp'
  );
  return operator >= 0 ? operator : parts.findIndex(part => part.name === 'TypeDef');
}

function isTarget(node: SyntaxNode, statement: string): boolean {
  switch (node.name) {
    case 'VariableName':
    case 'MemberExpression':
      return true;
    case 'ParenthesizedExpression':
    case 'TupleExpression':
    case 'ArrayExpression':
      return (
        statement !== 'UpdateStatement' &&
        children(node).every(
          part =>
            DELIMITERS.has(part.name) || part.type.isError || isTarget(part, statement)
        )
      );
    default:
      return false;
  }
}
