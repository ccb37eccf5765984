/** Order and names of arguments and parameters that CPython refuses. */
import type { SyntaxNode } from '@lezer/common';
import { children } from './context.js';

type Kind = 'plain' | 'keyword' | 'starred' | 'unpacked';

/** `f(a=1, 2)` and `f(**a, *b)`. */
export function argumentOrder(node: SyntaxNode, text: string): string | undefined {
  const kinds = groups(node).map(item => kindOf(item, text));
  const keyword = kinds.findIndex(kind => kind === 'keyword' || kind === 'unpacked');
  if (keyword >= 0 && kinds.includes('plain', keyword)) {
    return 'positional argument follows keyword argument';
  }
  const unpacked = kinds.indexOf('unpacked');
  return unpacked >= 0 && kinds.includes('starred', unpacked)
    ? 'iterable argument unpacking follows keyword argument unpacking'
    : undefined;
}

function kindOf(item: readonly SyntaxNode[], text: string): Kind {
  const sign = item[0]?.name;
  if (sign === '**') return 'unpacked';
  if (sign === '*') return 'starred';
  const named = item.some(part => text.slice(part.from, part.to) === '=');
  return named ? 'keyword' : 'plain';
}

/** `def f(a=1, b)` and `def f(a, a)`. */
export function parameterFault(node: SyntaxNode, text: string): string | undefined {
  const items = groups(node);
  const names = items.map(item => nameOf(item, text));
  const twice = names.find((name, i) => name !== '' && names.indexOf(name) < i);
  if (twice !== undefined) return `duplicate argument '${twice}'`;
  // Behind a `*` any order of defaults is allowed.
  const star = items.findIndex(([sign]) => sign?.name === '*' || sign?.name === '**');
  const positional = items
    .slice(0, star < 0 ? items.length : star)
    .filter(item => nameOf(item, text) !== '');
  const optional = positional.map(item => item.some(part => part.name === 'AssignOp'));
  return optional.some((value, i) => !value && optional[i - 1] === true)
    ? 'parameter without a default follows parameter with a default'
    : undefined;
}

/** Name of a parameter; empty for the bare `*` and `/`. */
function nameOf(item: readonly SyntaxNode[], text: string): string {
  const name = item.find(part => part.name === 'VariableName');
  return name ? text.slice(name.from, name.to) : '';
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
