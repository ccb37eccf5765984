/** Statements that bind names: assignments, loops, `with`, `except`, `match`, `del`, imports. */
import type { SyntaxNode } from './tree.js';
import { importsOf } from './import-statement.js';
import { childrenOf, type Handlers, type Walk } from './walk.js';

const PUNCTUATION = /^(?:[()[\]{},:;*]|\*\*|async)$/;

/** Splits nodes at those with a name; `a = b = c` at `AssignOp` gives three groups. */
export function splitAt(nodes: readonly SyntaxNode[], name: string): SyntaxNode[][] {
  const groups: SyntaxNode[][] = [[]];
  for (const node of nodes) {
    if (node.name === name) groups.push([]);
    else groups.at(-1)?.push(node);
  }
  return groups;
}

/** Binds what can stand left of `=`; an attribute or item changes its object in place. */
export function target(node: SyntaxNode, walk: Walk): void {
  if (PUNCTUATION.test(node.name)) return;
  if (node.name === 'VariableName') {
    walk.scope.bind(walk.textOf(node));
  } else if (/^(?:Tuple|Array|Parenthesized)Expression$/.test(node.name)) {
    for (const child of childrenOf(node)) target(child, walk);
  } else {
    if (node.name === 'MemberExpression') mutateBase(node, walk);
    walk.visit(node);
  }
}

/** The name at the start of `a.b[0].c`; `undefined` when it starts with something else. */
export function baseName(node: SyntaxNode): SyntaxNode | undefined {
  let base: SyntaxNode | null = node;
  while (base && /^(?:Member|Call)Expression$/.test(base.name)) base = base.firstChild;
  return base?.name === 'VariableName' ? base : undefined;
}

function mutateBase(node: SyntaxNode, walk: Walk): void {
  const base = baseName(node);
  if (base && walk.now) walk.mutated.add(walk.textOf(base));
}

function assign(node: SyntaxNode, walk: Walk): void {
  const groups = splitAt(childrenOf(node), 'AssignOp');
  const annotated = groups[0]?.find(child => child.name === 'TypeDef');
  const value = groups.length > 1 ? (groups.pop() ?? []) : [];
  walk.visitAll(value);
  if (annotated) walk.visitWeak(annotated);
  // A bare `x: int` binds nothing in a module, but makes `x` local in a function.
  if (value.length === 0 && walk.scope.kind !== 'function') return;
  for (const child of groups.flat()) {
    if (child.name !== 'TypeDef') target(child, walk);
  }
}

function update(node: SyntaxNode, walk: Walk): void {
  const [targets = [], value = []] = splitAt(childrenOf(node), 'UpdateOp');
  walk.visitAll(value);
  for (const child of targets) {
    walk.visit(child);
    if (walk.scope.kind !== 'module') target(child, walk);
    else mutateTarget(child, walk);
  }
}

function mutateTarget(node: SyntaxNode, walk: Walk): void {
  if (node.name === 'VariableName') walk.mutated.add(walk.textOf(node));
  else mutateBase(node, walk);
}

function walrus(node: SyntaxNode, walk: Walk): void {
  const [name, , value] = childrenOf(node);
  if (value) walk.visit(value);
  if (name) walk.scope.bindWalrus(walk.textOf(name));
}

function loop(node: SyntaxNode, walk: Walk): void {
  const children = childrenOf(node);
  const bodies = children.filter(child => child.name === 'Body');
  const head = splitAt(
    children.filter(child => child.name !== 'Body'),
    'in'
  );
  walk.visitAll(head.slice(1).flat());
  walk.scope.branch(() => {
    for (const child of head[0] ?? []) if (child.name !== 'for') target(child, walk);
    walk.visitAll(bodies.slice(0, 1));
  });
  walk.scope.branch(() => {
    walk.visitAll(bodies.slice(1));
  });
}

function whileLoop(node: SyntaxNode, walk: Walk): void {
  for (const child of childrenOf(node)) {
    if (child.name !== 'Body') walk.visit(child);
    else {
      walk.scope.branch(() => {
        walk.visit(child);
      });
    }
  }
}

/** `if` and `try`: alternatives; what each of them binds is bound afterwards. */
function alternatives(node: SyntaxNode, walk: Walk): void {
  const children = childrenOf(node);
  const isTry = node.name === 'TryStatement';
  const ends: Set<string>[] = [];
  let keyword = '';
  for (const [i, child] of children.entries()) {
    if (/^(?:if|elif|else|try|except|finally)$/.test(child.name)) keyword = child.name;
    else if (child.name !== 'Body') head(child, children[i - 1], walk);
    else if (keyword === 'finally') walk.visit(child);
    else {
      const names = walk.scope.branch(() => {
        walk.visit(child);
      });
      if (!isTry || keyword !== 'else') ends.push(names);
    }
  }
  if (isTry || children.some(child => child.name === 'else')) walk.scope.settle(ends);
}

function conditionally(node: SyntaxNode, walk: Walk): void {
  walk.scope.branch(() => {
    walk.visit(node);
  });
}

/** A condition, an exception class, or the name after `as`. */
function head(node: SyntaxNode, before: SyntaxNode | undefined, walk: Walk): void {
  if (before?.name === 'as') walk.scope.bindBriefly(walk.textOf(node));
  else if (before?.name === 'elif') conditionally(node, walk);
  else walk.visit(node);
}

/** `as` may stand in an error node: parenthesised items are new to the grammar. */
function withItems(node: SyntaxNode, walk: Walk): void {
  let afterAs = false;
  for (const child of childrenOf(node)) {
    if (child.name === 'Body') walk.visit(child);
    else if (afterAs) target(child, walk);
    else walk.visit(child);
    afterAs = walk.textOf(child) === 'as';
  }
}

function matchClause(node: SyntaxNode, walk: Walk): void {
  walk.scope.branch(() => {
    walk.visitAll(childrenOf(node));
  });
}

function capture(node: SyntaxNode, walk: Walk): void {
  const name = walk.textOf(node);
  if (name !== '_') walk.scope.bind(name);
}

function asPattern(node: SyntaxNode, walk: Walk): void {
  const children = childrenOf(node);
  const name = children.pop();
  walk.visitAll(children);
  if (name) walk.scope.bind(walk.textOf(name));
}

function declare(node: SyntaxNode, walk: Walk): void {
  const [keyword, ...names] = childrenOf(node);
  for (const child of names) {
    if (child.name !== 'VariableName') continue;
    if (keyword?.name === 'global') walk.scope.declareGlobal(walk.textOf(child));
    else walk.scope.declareNonlocal(walk.textOf(child));
  }
}

function remove(node: SyntaxNode, walk: Walk): void {
  for (const child of childrenOf(node)) {
    if (child.name === 'VariableName') {
      walk.read(child);
      walk.scope.unbind(walk.textOf(child));
    } else if (child.name === 'MemberExpression') {
      target(child, walk);
    } else {
      remove(child, walk);
    }
  }
}

function imports(node: SyntaxNode, walk: Walk): void {
  for (const item of importsOf(node, walk.text)) {
    if (item.star) walk.starImport ||= walk.scope.kind === 'module';
    else {
      walk.scope.bind(item.binds);
      if (walk.scope.kind === 'module') walk.imported.add(item.binds);
    }
  }
}

export const BINDINGS: Handlers = {
  AssignStatement: assign,
  UpdateStatement: update,
  NamedExpression: walrus,
  ForStatement: loop,
  WhileStatement: whileLoop,
  IfStatement: alternatives,
  TryStatement: alternatives,
  WithStatement: withItems,
  MatchClause: matchClause,
  CapturePattern: capture,
  AsPattern: asPattern,
  KeywordPattern: (node, walk) => {
    walk.visitAll(childrenOf(node).slice(1));
  },
  ScopeStatement: declare,
  DeleteStatement: remove,
  ImportStatement: imports
};
