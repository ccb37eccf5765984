/**
 * What CPython's compiler refuses although the grammar here accepts it, as far as that
 * can be seen in passing; and the errors of the grammar that are none in Python.
 */
import type { SyntaxNode, Tree } from '@lezer/common';
import { children, enclosing, inLoop, isAsync } from './context.js';
import { indentFault } from './indent.js';
import { targetFault } from './targets.js';

/** A place that does not compile. */
export interface SyntaxFault {
  /** Offset in the text. */
  readonly at: number;
  readonly detail: string;
}

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

/** Correct Python that the grammar reports: `yield`, `1.`, `with (a as b):`, `case A():`. */
function isGrammarGap(node: SyntaxNode, text: string): boolean {
  const parent = node.parent;
  if (!parent) return false;
  switch (parent.name) {
    case 'YieldStatement':
    case 'YieldExpression':
      return node.from === node.to;
    case 'MemberExpression':
      return node.from === node.to && parent.firstChild?.name === 'Number';
    case 'LiteralPattern':
      return node.from === node.to && /^\s*\)/.test(text.slice(node.to));
    case 'PrintStatement':
      return node.from === node.to && text.slice(parent.from, parent.to) === 'print';
    default:
      return inWithHeader(node, text);
  }
}

/** Parentheses around the items of a `with`, and around a target behind `as`. */
function inWithHeader(node: SyntaxNode, text: string): boolean {
  for (let up: SyntaxNode | null = node; up; up = up.parent) {
    if (up.name !== 'WithStatement') continue;
    const header = text.slice(up.from, node.to);
    return /^(?:async\s+)?with\b[^\n]*\bas\b|^(?:async\s+)?with\s*\(/.test(header);
  }
  return false;
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
  ['ScopeStatement', moduleNonlocal],
  ['ArgList', argumentOrder],
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

function badNumber(number: string): string | undefined {
  if (/^0[0-9_]*[1-9]/.test(number) && !/[.ej]/i.test(number)) {
    return 'leading zeros in decimal integer literals are not permitted';
  }
  return /__|_$|_[.ej]/i.test(number) ? 'invalid decimal literal' : undefined;
}

function moduleNonlocal(node: SyntaxNode): string | undefined {
  const nonlocal = node.firstChild?.name === 'nonlocal';
  return nonlocal && !enclosing(node)
    ? 'nonlocal declaration not allowed at module level'
    : undefined;
}

/** `f(a=1, 2)`. */
function argumentOrder(node: SyntaxNode): string | undefined {
  let keyword = false;
  for (const item of groups(node)) {
    const named = item.some(part => part.name === 'AssignOp') || item[0]?.name === '**';
    const starred = item[0]?.name === '*';
    if (keyword && !named && !starred)
      return 'positional argument follows keyword argument';
    keyword ||= named;
  }
  return undefined;
}

/** `def f(a=1, b)` and `def f(a, a)`. */
function parameterFault(node: SyntaxNode, text: string): string | undefined {
  const names = new Set<string>();
  let defaulted = false;
  for (const item of groups(node)) {
    const star = item[0]?.name === '*' || item[0]?.name === '**';
    const name = item.find(part => part.name === 'VariableName');
    const word = name ? text.slice(name.from, name.to) : '';
    if (word !== '' && names.has(word)) return `duplicate argument '${word}'`;
    names.add(word);
    if (star) return restOfParameters(node, text);
    const optional = item.some(part => part.name === 'AssignOp');
    if (defaulted && !optional && word !== '') {
      return 'parameter without a default follows parameter with a default';
    }
    defaulted ||= optional;
  }
  return undefined;
}

/** Behind a `*` any order of defaults is allowed; names are still distinct. */
function restOfParameters(node: SyntaxNode, text: string): string | undefined {
  const names = groups(node).flatMap(item => {
    const name = item.find(part => part.name === 'VariableName');
    return name ? [text.slice(name.from, name.to)] : [];
  });
  const twice = names.find((name, i) => names.indexOf(name) < i);
  return twice === undefined ? undefined : `duplicate argument '${twice}'`;
}

/** The comma-separated items of a list in brackets. */
function groups(list: SyntaxNode): SyntaxNode[][] {
  const items: SyntaxNode[][] = [[]];
  for (const child of children(list)) {
    if (child.name === ',') items.push([]);
    else if (child.name !== '(' && child.name !== ')') items.at(-1)?.push(child);
  }
  return items.filter(item => item.length > 0);
}
