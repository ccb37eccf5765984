/** Every import in a piece of Python, nested ones and those by function call included. */
import { importsOf } from './import-statement.js';
import { stringValue } from './string-value.js';
import { lineOf, lineStarts } from './names.js';
import { parsePython, type SyntaxNode, type Tree } from './tree.js';
import { childrenOf } from './walk.js';

export interface FoundImport {
  /** Dotted module: `a.b`; empty for `from . import x`. */
  readonly module: string;
  /** Leading dots of a relative import; 0: absolute. */
  readonly level: number;
  /** Names taken from the module: each may be a submodule. */
  readonly names: readonly string[];
  /** From 1. */
  readonly line: number;
  /** Inside `try: … except ImportError`: the code copes with its absence. */
  readonly optional: boolean;
  /** Inside `if TYPE_CHECKING`: never executed. */
  readonly typing: boolean;
}

/** Imports in the order of the text. */
export function importsIn(text: string, tree: Tree = parsePython(text)): FoundImport[] {
  const lines = lineStarts(text);
  const found: FoundImport[] = [];
  tree.iterate({
    enter: at => {
      // `at.node` is costly: only for the few nodes that count.
      const { name, from } = at;
      if (name !== 'ImportStatement' && name !== 'CallExpression') return;
      if (name === 'CallExpression' && !DYNAMIC.test(text.slice(from, from + 24)))
        return;
      const { node } = at;
      const where = { line: lineOf(lines, from), ...circumstances(node, text) };
      const modules =
        name === 'ImportStatement' ? statement(node, text) : dynamic(node, text);
      for (const module of modules) found.push({ ...module, ...where });
    }
  });
  return found;
}

/** Lines of calls that import what is only known when they run, and cope with no failure. */
export function computedImports(
  text: string,
  tree: Tree = parsePython(text)
): readonly number[] {
  const lines = lineStarts(text);
  const found: number[] = [];
  tree.iterate({
    enter: ({ name, from, node }) => {
      if (name !== 'CallExpression' || !DYNAMIC.test(text.slice(from, from + 24)))
        return;
      const isKnown = !isImporter(node, text) || dynamic(node, text).length > 0;
      const { optional, typing } = circumstances(node, text);
      if (!isKnown && !optional && !typing) found.push(lineOf(lines, from));
    }
  });
  return found;
}

const DYNAMIC = /^(?:importlib\.|import_module\b|__import__\b)/;

type Imported = Pick<FoundImport, 'module' | 'level' | 'names'>;

function statement(node: SyntaxNode, text: string): Imported[] {
  const items = importsOf(node, text);
  const [first] = items;
  if (first?.name === undefined && !first?.star) {
    return items.map(({ module, level }) => ({ module, level, names: [] }));
  }
  const names = items.flatMap(item => item.name ?? []);
  return [{ module: first.module, level: first.level, names }];
}

/** `importlib.import_module('a.b')` and `__import__('a')` with a literal name. */
function dynamic(node: SyntaxNode, text: string): Imported[] {
  if (!isImporter(node, text)) return [];
  const argument = node.getChild('ArgList')?.getChild('String');
  const module = argument ? stringValue(argument, text) : undefined;
  if (module === undefined || !/^[^\W\d]\w*(?:\.[^\W\d]\w*)*$/u.test(module)) return [];
  return [{ module, level: 0, names: [] }];
}

function isImporter(node: SyntaxNode, text: string): boolean {
  const callee = node.firstChild;
  const name = callee ? text.slice(callee.from, callee.to) : '';
  return /^(?:(?:importlib\.)?import_module|__import__)$/.test(name);
}

function circumstances(
  node: SyntaxNode,
  text: string
): Pick<FoundImport, 'optional' | 'typing'> {
  let optional = false;
  let typing = false;
  for (let inner = node; inner.parent; inner = inner.parent) {
    const outer = inner.parent;
    if (outer.name === 'TryStatement') optional ||= guards(outer, text);
    if (outer.name === 'IfStatement') typing ||= isTypingBody(inner, text);
  }
  return { optional, typing };
}

/** Does the `try` catch a failed import? */
function guards(node: SyntaxNode, text: string): boolean {
  return childrenOf(node).some((child, i, children) => {
    if (child.name !== 'except') return false;
    const caught = children[i + 1];
    if (!caught || caught.name === 'Body') return true;
    const names = text.slice(caught.from, caught.to);
    return /\b(?:ImportError|ModuleNotFoundError|Exception|BaseException)\b/.test(
      names
    );
  });
}

/** Is this the body right behind `if TYPE_CHECKING`? */
function isTypingBody(body: SyntaxNode, text: string): boolean {
  const test = body.prevSibling;
  return (
    test !== null && /^(?:\w+\.)?TYPE_CHECKING$/.test(text.slice(test.from, test.to))
  );
}
