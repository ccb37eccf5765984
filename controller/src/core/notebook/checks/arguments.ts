/** Order and names of arguments and parameters that CPython refuses. */
import type { SyntaxNode } from '@lezer/common';
import { children } from './context.js';

/** `f(a=1, 2)`. */
export function argumentOrder(node: SyntaxNode, text: string): string | undefined {
  let keyword = false;
  let unpacked = false;
  for (const item of groups(node)) {
    const named =
      item[0]?.name === '**' ||
      item.some(part => text.slice(part.from, part.to) === '=');
    const starred = item[0]?.name === '*';
    if (unpacked && starred) {
      return 'iterable argument unpacking follows keyword argument unpacking';
    }
    unpacked ||= item[0]?.name === '**';
    if (keyword && !named && !starred)
      return 'positional argument follows keyword argument';
    keyword ||= named;
  }
  return undefined;
}

/** `def f(a=1, b)` and `def f(a, a)`. */
export function parameterFault(node: SyntaxNode, text: string): string | undefined {
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
