/** Walks a syntax tree with one handler a node type; nodes without one pass through. */
import type { SyntaxNode } from './tree.js';
import { Scope, type ScopeKind } from './scopes.js';

export type Handler = (node: SyntaxNode, walk: Walk) => void;
export type Handlers = Readonly<Record<string, Handler>>;

/** Direct children, without comments. */
export function childrenOf(node: SyntaxNode): SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) {
    if (child.name !== 'Comment') children.push(child);
  }
  return children;
}

export class Walk {
  scope = new Scope('module');
  /** Names whose object the module-level code changes in place. */
  readonly mutated = new Set<string>();
  /** `from x import *` at module level. */
  starImport = false;
  /** Module-level names bound by an import. */
  readonly imported = new Set<string>();
  #weak = false;

  constructor(
    readonly text: string,
    readonly handlers: Handlers
  ) {}

  textOf(node: SyntaxNode): string {
    return this.text.slice(node.from, node.to);
  }

  visit(node: SyntaxNode): void {
    const handler = Object.hasOwn(this.handlers, node.name)
      ? this.handlers[node.name]
      : undefined;
    if (handler) handler(node, this);
    else this.visitAll(childrenOf(node));
  }

  visitAll(nodes: readonly SyntaxNode[]): void {
    for (const node of nodes) this.visit(node);
  }

  /** Visits an annotation: its names are wanted, not required. */
  visitWeak(node: SyntaxNode): void {
    const before = this.#weak;
    this.#weak = true;
    this.visitAll(childrenOf(node));
    this.#weak = before;
  }

  read(node: SyntaxNode): void {
    this.scope.read(this.textOf(node), this.#weak);
  }

  /** Runs `work` in a new scope inside the current one. */
  within(kind: ScopeKind, work: (scope: Scope) => void): void {
    const outer = this.scope;
    this.scope = new Scope(kind, outer);
    work(this.scope);
    this.scope = outer;
  }

  /** True outside functions: what happens here happens when the statement runs. */
  get now(): boolean {
    let scope: Scope | undefined = this.scope;
    while (scope && scope.kind !== 'function') scope = scope.parent;
    return scope === undefined;
  }
}
