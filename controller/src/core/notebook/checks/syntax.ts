/**
 * What CPython's compiler refuses although the grammar here accepts it, as far as that
 * can be seen in passing; and the errors of the grammar that are none in Python.
 */
import type { SyntaxNode, Tree } from '@lezer/common';
import { argumentOrder, parameterFault } from './arguments.js';
import { children, enclosing, inLoop, isAsync } from './context.js';
import type { SyntaxFault } from './fault.js';
import { indentFault } from './indent.js';
import { badNumber, badString, mixedBytes } from './literals.js';
import { targetFault } from './targets.js';

/** What `from __future__ import` can name. */
export const FUTURES: ReadonlySet<string> = new Set([
  ...['nested_scopes', 'generators', 'division', 'absolute_import', 'with_statement'],
  ...['print_function', 'unicode_literals', 'barry_as_FLUFL', 'generator_stop'],
  'annotations'
]);

type Check = (node: SyntaxNode, text: string) => string | undefined;

/** The first fault; `undefined` when none was found. */
export function syntaxFault(text: string, tree: Tree): SyntaxFault | undefined {
  let fault: SyntaxFault | undefined;
  tree.iterate({
    enter: ref => {
      if (fault) return false;
      const check = CHECKS.get(ref.name);
      if (!check && !ref.type.isError) return true;
      const detail = check ? check(ref.node, text) : grammarError(ref.node, text);
      if (detail !== undefined) fault = { at: ref.from, detail };
      return !fault;
    }
  });
  return earlier(fault, indentFault(text));
}

function earlier(
  one: SyntaxFault | undefined,
  other: SyntaxFault | undefined
): SyntaxFault | undefined {
  if (!one || !other) return one ?? other;
  return one.at <= other.at ? one : other;
}

/** An error of the grammar, unless Python knows better. */
function grammarError(node: SyntaxNode, text: string): string | undefined {
  return isGrammarGap(node, text) ? undefined : 'invalid syntax';
}

/** Correct Python that the grammar reports: `yield`, `1.e5`, `case A():`, `rf'\\{{'`. */
function isGrammarGap(node: SyntaxNode, text: string): boolean {
  const parent = node.parent;
  const empty = node.from === node.to;
  switch (parent?.name) {
    case 'YieldStatement':
    case 'YieldExpression':
      return empty;
    case 'PrintStatement':
      return empty && text.slice(parent.from, parent.to) === 'print';
    case 'FormatString':
    case 'FormatReplacement':
      return /^\w*r/i.test(text.slice(formatStart(parent), parent.to));
    default:
      return parent !== null && /Pattern/.test(parent.name);
  }
}

function formatStart(node: SyntaxNode): number {
  return node.name === 'FormatReplacement' ? (node.parent?.from ?? 0) : node.from;
}

const CHECKS: ReadonlyMap<string, Check> = new Map<string, Check>([
  ['ReturnStatement', node => outsideFunction(node, 'return')],
  ['YieldStatement', node => outsideFunction(node, 'yield')],
  ['YieldExpression', node => outsideFunction(node, 'yield')],
  ['AwaitExpression', node => notAsync(node, 'await')],
  ['async', asyncKeyword],
  ['BreakStatement', node => (inLoop(node) ? undefined : `'break' outside loop`)],
  ['ContinueStatement', node => (inLoop(node) ? undefined : `'continue' not in loop`)],
  ['PrintStatement', python2Print],
  ['CompareOp', (node, text) => python2Operator(text.slice(node.from, node.to))],
  ['Number', (node, text) => badNumber(text.slice(node.from, node.to))],
  ['String', (node, text) => badString(text.slice(node.from, node.to))],
  ['FormatString', (node, text) => badString(text.slice(node.from, node.to))],
  ['StatementGroup', emptyStatement],
  ['ScopeStatement', moduleNonlocal],
  ['ArgList', argumentOrder],
  ['ImportStatement', unknownFuture],
  ['ContinuedString', mixedBytes],
  ['TryStatement', aloneTry],
  ['ParamList', parameterFault],
  ['RaiseStatement', node => (node.getChild(',') ? 'invalid syntax' : undefined)],
  ['AssignStatement', targetFault],
  ['UpdateStatement', targetFault],
  ['DeleteStatement', targetFault],
  ['ForStatement', targetFault]
]);

function outsideFunction(node: SyntaxNode, word: string): string | undefined {
  const scope = enclosing(node);
  const inside =
    scope?.name === 'FunctionDefinition' || scope?.name === 'LambdaExpression';
  return inside ? undefined : `'${word}' outside function`;
}

/** At the top level of a cell `await` is allowed; elsewhere only in `async def`. */
function notAsync(node: SyntaxNode, word: string): string | undefined {
  const scope = enclosing(node);
  if (!scope || isAsync(scope)) return undefined;
  return `'${word}' outside async function`;
}

function asyncKeyword(node: SyntaxNode): string | undefined {
  return node.parent?.name === 'FunctionDefinition'
    ? undefined
    : notAsync(node, 'async');
}

function python2Print(node: SyntaxNode, text: string): string | undefined {
  return text.slice(node.from, node.to) === 'print'
    ? undefined
    : `missing parentheses in call to 'print'`;
}

function python2Operator(operator: string): string | undefined {
  return operator === '<>' ? 'invalid syntax' : undefined;
}

function moduleNonlocal(node: SyntaxNode): string | undefined {
  const nonlocal = node.firstChild?.name === 'nonlocal';
  return nonlocal && !enclosing(node)
    ? 'nonlocal declaration not allowed at module level'
    : undefined;
}

function unknownFuture(node: SyntaxNode, text: string): string | undefined {
  const [, module, ...names] = children(node);
  if (!module || text.slice(module.from, module.to) !== '__future__') return undefined;
  const unknown = names
    .filter(name => name.name === 'VariableName' && name.prevSibling?.name !== 'as')
    .map(name => text.slice(name.from, name.to))
    .find(name => !FUTURES.has(name));
  return unknown === undefined ? undefined : `future feature ${unknown} is not defined`;
}

function aloneTry(node: SyntaxNode): string | undefined {
  const handled = node.getChild('except') ?? node.getChild('finally');
  return handled ? undefined : `expected 'except' or 'finally' block`;
}

/** `x;; y`. */
function emptyStatement(node: SyntaxNode): string | undefined {
  const parts = children(node);
  const empty = parts.some(
    (part, i) => part.name === ';' && parts[i + 1]?.name === ';'
  );
  return empty ? 'invalid syntax' : undefined;
}
