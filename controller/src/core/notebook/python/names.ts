/** Names that each top-level statement of a piece of Python binds, reads and changes. */
import type { SyntaxNode, Tree } from './tree.js';
import { parsePython } from './tree.js';
import { BINDINGS } from './bindings.js';
import { FUNCTIONS } from './functions.js';
import { mutationHandlers } from './mutation.js';
import type { Read } from './scopes.js';
import { childrenOf, Walk, type Handlers } from './walk.js';

/** A top-level statement; several on one line (`a = 1; b = 2`) count as one. */
export interface Statement {
  /** Lines from 1, both included. */
  readonly fromLine: number;
  readonly toLine: number;
  /** The syntax nodes: one, or more where the grammar lost its way. */
  readonly nodes: readonly SyntaxNode[];
  /** Bound whenever the statement runs to its end. */
  readonly defines: ReadonlySet<string>;
  /** Bound under a condition (`if`, `for`, …). */
  readonly mayDefine: ReadonlySet<string>;
  /** Changed in place: `xs.append(1)`, `d['k'] = 1`, `n += 1`. */
  readonly mutates: ReadonlySet<string>;
  readonly reads: readonly Read[];
  /** Names a function defined here binds in the module when it is called. */
  readonly globalWrites: ReadonlySet<string>;
  /** Those of `defines` and `mayDefine` that an import binds. */
  readonly imports: ReadonlySet<string>;
  readonly starImport: boolean;
  readonly future: boolean;
}

/**
 * Analyses code without IPython syntax. `modules`: names known to be imported modules
 * from earlier code; names imported here are added to it.
 */
export function statementsOf(
  text: string,
  modules = new Set<string>(),
  tree: Tree = parsePython(text)
): Statement[] {
  const handlers: Handlers = {
    ...BINDINGS,
    ...FUNCTIONS,
    ...mutationHandlers(name => modules.has(name)),
    VariableName: (node, walk) => {
      walk.read(node);
    }
  };
  const lines = lineStarts(text);
  return statementNodes(text, tree).map(nodes => {
    const statement = analyse(nodes, new Walk(text, handlers), lines);
    for (const name of statement.imports) modules.add(name);
    return statement;
  });
}

function analyse(
  nodes: readonly SyntaxNode[],
  walk: Walk,
  lines: readonly number[]
): Statement {
  walk.visitAll(nodes);
  const { certain, bound, globalWrites } = walk.scope;
  const reads = unique(walk.scope.freeReads());
  const broken = nodes.some(hasError);
  const lost = broken ? nodes.flatMap(node => namesIn(node, walk.text)) : [];
  const maybe = new Set([...bound, ...lost]);
  const from = nodes[0]?.from ?? 0;
  const to = nodes.at(-1)?.to ?? from;
  return {
    fromLine: lineOf(lines, from),
    // A compound statement's node may end with the line break behind it.
    toLine: lineOf(
      lines,
      Math.max(from, from + trimmedLength(walk.text, from, to) - 1)
    ),
    nodes,
    defines: new Set([...bound].filter(name => certain.has(name))),
    mayDefine: new Set([...maybe].filter(name => !certain.has(name))),
    mutates: walk.mutated,
    reads: broken ? reads.map(read => ({ ...read, weak: true })) : reads,
    globalWrites,
    imports: walk.imported,
    starImport: walk.starImport,
    future: /^from\s+__future__\b/.test(walk.text.slice(from, to))
  };
}

/**
 * The grammar lacks some Python (`with a as (b, c)`): in such a statement any name may
 * be a target, and none is held to be missing.
 */
function hasError(node: SyntaxNode): boolean {
  return node.type.isError || childrenOf(node).some(hasError);
}

function namesIn(node: SyntaxNode, text: string): string[] {
  if (node.name === 'VariableName') return [text.slice(node.from, node.to)];
  return childrenOf(node).flatMap(child => namesIn(child, text));
}

function trimmedLength(text: string, from: number, to: number): number {
  return text.slice(from, to).trimEnd().length;
}

/**
 * Nodes of each statement. A statement starts in column 0: what stands elsewhere, and
 * what follows a decorator the grammar could not attach, belongs to the one before.
 */
function statementNodes(text: string, tree: Tree): SyntaxNode[][] {
  const groups: SyntaxNode[][] = [];
  let joined = false;
  for (const node of childrenOf(tree.topNode)) {
    if (node.from === node.to) continue;
    const first = node.from === 0 || text[node.from - 1] === '\n';
    const group = groups.at(-1);
    if (group && (joined || !first)) group.push(node);
    else groups.push([node]);
    joined = dangling(node) || (joined && !/Definition$/.test(node.name));
  }
  return groups;
}

function dangling(node: SyntaxNode): boolean {
  return (
    node.name === 'DecoratedStatement' &&
    !node.getChild('FunctionDefinition') &&
    !node.getChild('ClassDefinition')
  );
}

function unique(reads: readonly Read[]): Read[] {
  const seen = new Map<string, Read>();
  for (const read of reads) {
    seen.set(`${read.name} ${String(read.later)} ${String(read.weak)}`, read);
  }
  return [...seen.values()];
}

/** Offsets where lines start. */
export function lineStarts(text: string): number[] {
  const starts = [0];
  for (let i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1))
    starts.push(i + 1);
  return starts;
}

/** Line of an offset, from 1. */
export function lineOf(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low + 1;
}
