/** What opens a scope: functions, lambdas, classes, comprehensions, type parameters. */
import type { SyntaxNode } from './tree.js';
import { splitAt, target } from './bindings.js';
import { childrenOf, type Handler, type Handlers, type Walk } from './walk.js';

/** Defaults and annotations belong to the outside, parameter names to the function. */
function parameters(list: SyntaxNode, walk: Walk): string[] {
  const names: string[] = [];
  const children = childrenOf(list);
  for (const [i, child] of children.entries()) {
    const before = children[i - 1]?.name;
    if (child.name === 'TypeDef') walk.visitWeak(child);
    else if (before === 'AssignOp') walk.visit(child);
    else if (child.name === 'VariableName') names.push(walk.textOf(child));
  }
  return names;
}

function functionDefinition(node: SyntaxNode, walk: Walk): void {
  const children = childrenOf(node);
  withTypeParameters(children, walk, () => {
    const list = children.find(child => child.name === 'ParamList');
    const result = children.find(child => child.name === 'TypeDef');
    const names = list ? parameters(list, walk) : [];
    if (result) walk.visitWeak(result);
    walk.within('function', scope => {
      for (const name of names) scope.bind(name);
      walk.visitAll(children.filter(child => child.name === 'Body'));
    });
  });
  bindName(children, walk);
}

function lambda(node: SyntaxNode, walk: Walk): void {
  const children = childrenOf(node);
  const list = children.find(child => child.name === 'ParamList');
  const names = list ? parameters(list, walk) : [];
  walk.within('function', scope => {
    for (const name of names) scope.bind(name);
    const body = children.at(-1);
    if (body && body !== list) walk.visit(body);
  });
}

function classDefinition(node: SyntaxNode, walk: Walk): void {
  const children = childrenOf(node);
  withTypeParameters(children, walk, () => {
    walk.visitAll(children.filter(child => child.name === 'ArgList'));
    walk.within('class', () => {
      walk.visitAll(children.filter(child => child.name === 'Body'));
    });
  });
  bindName(children, walk);
}

function typeAlias(node: SyntaxNode, walk: Walk): void {
  const children = childrenOf(node);
  withTypeParameters(children, walk, () => {
    walk.within('function', () => {
      const value = children.at(-1);
      if (value) walk.visit(value);
    });
  });
  bindName(children, walk);
}

/** `[T: bound]` opens a scope of its own, which runs at once. */
function withTypeParameters(
  children: readonly SyntaxNode[],
  walk: Walk,
  work: () => void
): void {
  const list = children.find(child => child.name === 'TypeParamList');
  if (!list) {
    work();
    return;
  }
  walk.within('comprehension', scope => {
    for (const parameter of list.getChildren('TypeParam')) {
      const name = parameter.getChild('VariableName');
      if (name) scope.bind(walk.textOf(name));
      const bound = parameter.getChild('TypeDef');
      if (bound) walk.visitWeak(bound);
    }
    work();
  });
}

function bindName(children: readonly SyntaxNode[], walk: Walk): void {
  const name = children.find(child => child.name === 'VariableName');
  if (name) walk.scope.bind(walk.textOf(name));
}

/** Decorators are dotted names with arguments; only the first part is a name. */
function decorator(node: SyntaxNode, walk: Walk): void {
  const children = childrenOf(node);
  for (const [i, child] of children.entries()) {
    if (children[i - 1]?.name !== '.') walk.visit(child);
  }
}

/** The first iterable is evaluated outside, everything else in the new scope. */
function comprehension(node: SyntaxNode, walk: Walk): void {
  const children = childrenOf(node);
  const start = children.findIndex(child => child.name === 'for');
  const [element, ...clauses] = splitAt(children, 'for');
  const sources = clauses.map(clause => splitAt(clause, 'in'));
  walk.visitAll(sources[0]?.[1]?.slice(0, 1) ?? []);
  walk.within('comprehension', () => {
    for (const [i, [targets = [], ...rest]] of sources.entries()) {
      for (const child of targets) target(child, walk);
      walk.visitAll(i === 0 ? rest.flat().slice(1) : rest.flat());
    }
    if (start > 0) argumentList(element ?? [], walk);
  });
}

/** `name=` in a call is no name of the caller's; `name :=` binds it. */
function argumentList(children: readonly SyntaxNode[], walk: Walk): void {
  for (const [i, child] of children.entries()) {
    const next = children[i + 1];
    const operator = next?.name === 'AssignOp' ? walk.textOf(next) : '';
    if (child.name !== 'VariableName' || operator === '') walk.visit(child);
    else if (operator === ':=') walk.scope.bindWalrus(walk.textOf(child));
  }
}

const argumentsOfCall: Handler = (node, walk) => {
  if (node.getChild('for')) comprehension(node, walk);
  else argumentList(childrenOf(node), walk);
};

export const FUNCTIONS: Handlers = {
  FunctionDefinition: functionDefinition,
  LambdaExpression: lambda,
  ClassDefinition: classDefinition,
  TypeDefinition: typeAlias,
  Decorator: decorator,
  ArgList: argumentsOfCall,
  ComprehensionExpression: comprehension,
  ArrayComprehensionExpression: comprehension,
  DictionaryComprehensionExpression: comprehension,
  SetComprehensionExpression: comprehension
};
