/**
 * Strings in the code that may name files: literals, simple joins of them
 * (`Path('a') / 'b.csv'`, `os.path.join(DATA, 'b.csv')`, `f'{DATA}/b.csv'`), with names
 * that are assigned one string, once. What is not known is a `*`.
 */
import { baseName } from './bindings.js';
import { lineOf, lineStarts } from './names.js';
import { formatPieces, stringValue } from './string-value.js';
import { parsePython, type SyntaxNode, type SyntaxNodeRef, type Tree } from './tree.js';
import { childrenOf } from './walk.js';

/** A piece of code: a cell, or a file when `cell` is absent. */
export interface CodeBlock {
  /** Code cell number, from 1. */
  readonly cell?: number;
  readonly code: string;
}

export interface FoundLiteral {
  readonly value: string;
  /** `value` holds a `*` for a part that is only known at run time. */
  readonly pattern: boolean;
  /** Handed to something that writes a file there. */
  readonly written: boolean;
  /** What it is an argument of, as written: `pd.read_csv`. */
  readonly callee?: string;
  readonly cell?: number;
  /** From 1. */
  readonly line: number;
}

interface Value {
  readonly text: string;
  readonly pattern: boolean;
}

/** A string assigned to a name, in all blocks only once; `undefined`: more than once. */
type Constants = ReadonlyMap<string, Value | undefined>;

const PATH_CLASS = /^(?:pathlib\.)?(?:Pure)?(?:Posix|Windows)?Path$/;
const JOIN = /^(?:os\.path|osp|op|path|posixpath)\.join$|^join$/;
const SAME_PATH =
  /^(?:str|open_text|(?:os\.)?fspath|(?:os\.path|osp)\.(?:abspath|realpath|normpath|expanduser))$/;
const WRITES =
  /^(?:to_(?!list\b|dict\b|numpy\b|datetime\b|numeric\b|tensor\b)\w+|save\w*|write\w*|imwrite|imsave|dump|make_?dirs?|mkdir|rmtree|remove|unlink|touch|ModelCheckpoint|CSVLogger|TensorBoard|SummaryWriter|FileWriter|FileHandler|urlretrieve)$/;

/** Literals of all blocks in order, docstrings left out. */
export function literalsIn(
  blocks: readonly CodeBlock[],
  parse: (code: string) => Tree = parsePython
): FoundLiteral[] {
  const parsed = blocks.map(block => ({ block, tree: parse(block.code) }));
  const constants = new Map<string, Value | undefined>();
  for (const { block, tree } of parsed) collectConstants(block.code, tree, constants);
  const used = new Set<string>();
  const found = parsed.flatMap(({ block, tree }) =>
    new Finder(block, constants, used).find(tree)
  );
  // A constant counts where it is used; one that nobody here uses, where it is assigned.
  return found.filter(({ assigned }) => assigned === undefined || !used.has(assigned));
}

function collectConstants(
  code: string,
  tree: Tree,
  constants: Map<string, Value | undefined>
): void {
  for (const node of childrenOf(tree.topNode)) {
    const name = constantName(node, code);
    const value = name === undefined ? undefined : node.lastChild;
    if (name === undefined || !value) continue;
    const known = evaluate(value, { code, constants });
    const again = constants.has(name) && constants.get(name)?.text !== known?.text;
    constants.set(name, again ? undefined : known);
  }
}

/** `x` of `x = value` and `x: T = value`. */
function constantName(node: SyntaxNode, code: string): string | undefined {
  if (node.name !== 'AssignStatement') return undefined;
  const [name, ...rest] = childrenOf(node).filter(child => child.name !== 'TypeDef');
  if (name?.name !== 'VariableName' || rest.length !== 2) return undefined;
  return rest[0]?.name === 'AssignOp' ? code.slice(name.from, name.to) : undefined;
}

interface Found extends FoundLiteral {
  readonly assigned: string | undefined;
}

class Finder {
  readonly #found: Found[] = [];
  readonly #lines: readonly number[];

  constructor(
    readonly block: CodeBlock,
    readonly constants: Constants,
    readonly used: Set<string>
  ) {
    this.#lines = lineStarts(block.code);
  }

  find(tree: Tree): Found[] {
    tree.iterate({ enter: at => this.#enter(at) });
    return this.#found;
  }

  /** False: what is below is done with. `at.node` is costly: only where it may count. */
  #enter(at: SyntaxNodeRef): boolean {
    if (at.name === 'ExpressionStatement') return !isDocstring(at.node);
    if (!this.#mayHaveValue(at)) return true;
    const { node } = at;
    if (isKey(node)) return false;
    const { code } = this.block;
    const value = evaluate(node, { code, constants: this.constants, used: this.used });
    if (!value) return true;
    if (!isTarget(node)) this.#add(node, value);
    return false;
  }

  #mayHaveValue({ name, from, to }: SyntaxNodeRef): boolean {
    if (name === 'VariableName')
      return this.constants.has(this.block.code.slice(from, to));
    return Object.hasOwn(EVALUATORS, name);
  }

  #add(node: SyntaxNode, value: Value): void {
    const { cell, code } = this.block;
    const called = calleeOf(node) ?? ownCallee(node);
    this.#found.push({
      value: value.text,
      pattern: value.pattern,
      written: isWritten(node, code),
      ...(called ? { callee: code.slice(called.from, called.to) } : {}),
      ...(cell === undefined ? {} : { cell }),
      line: lineOf(this.#lines, node.from),
      assigned: node.parent ? constantName(node.parent, code) : undefined
    });
  }
}

function isDocstring(node: SyntaxNode): boolean {
  return /^(?:Continued)?String$/.test(node.firstChild?.name ?? '');
}

/** The key of `d['key']` names no file. */
function isKey(node: SyntaxNode): boolean {
  return node.parent?.name === 'MemberExpression' && node.prevSibling?.name === '[';
}

function isTarget(node: SyntaxNode): boolean {
  return (
    node.parent?.name === 'AssignStatement' && node.nextSibling?.name === 'AssignOp'
  );
}

interface Known {
  readonly code: string;
  readonly constants: Constants;
  /** Gathers the constants that took part. */
  readonly used?: Set<string>;
}

type Evaluator = (node: SyntaxNode, known: Known) => Value | undefined;

const EVALUATORS: Readonly<Record<string, Evaluator>> = {
  String: (node, { code }) => plain(stringValue(node, code)),
  ContinuedString: (node, known) => concat(childrenOf(node), known),
  FormatString: format,
  ParenthesizedExpression: (node, known) => {
    const inner = childrenOf(node)[1];
    return inner && evaluate(inner, known);
  },
  BinaryExpression: binary,
  CallExpression: call,
  VariableName: (node, known) => {
    const name = known.code.slice(node.from, node.to);
    const value = known.constants.get(name);
    if (value && !isTarget(node)) known.used?.add(name);
    return value;
  }
};

function evaluate(node: SyntaxNode, known: Known): Value | undefined {
  return Object.hasOwn(EVALUATORS, node.name)
    ? EVALUATORS[node.name]?.(node, known)
    : undefined;
}

function plain(text: string | undefined): Value | undefined {
  return text === undefined ? undefined : { text, pattern: false };
}

function concat(nodes: readonly SyntaxNode[], known: Known): Value | undefined {
  const values = nodes.map(node => evaluate(node, known));
  return together(values, texts => texts.join(''));
}

/** One value of several, when all of them are known. */
function together(
  values: readonly (Value | undefined)[],
  join: (texts: string[]) => string
): Value | undefined {
  const all = values.filter(value => value !== undefined);
  if (all.length < values.length || all.length === 0) return undefined;
  return {
    text: join(all.map(value => value.text)),
    pattern: all.some(value => value.pattern)
  };
}

function format(node: SyntaxNode, known: Known): Value {
  const values = formatPieces(node, known.code).map((piece): Value => {
    if ('text' in piece) return { text: piece.text, pattern: false };
    const value = piece.expression && evaluate(piece.expression, known);
    return value ?? { text: '*', pattern: true };
  });
  return together(values, texts => texts.join('')) ?? { text: '', pattern: false };
}

function binary(node: SyntaxNode, known: Known): Value | undefined {
  const [left, operator, right] = childrenOf(node);
  if (!left || !operator || !right) return undefined;
  const sign = known.code.slice(operator.from, operator.to);
  if (sign === '+') return concat([left, right], known);
  if (sign !== '/') return undefined;
  return together([evaluate(left, known), evaluate(right, known)], joinPaths);
}

function call(node: SyntaxNode, known: Known): Value | undefined {
  const callee = node.firstChild;
  const list = node.getChild('ArgList');
  if (!callee || !list) return undefined;
  const name = known.code.slice(callee.from, callee.to);
  const values = childrenOf(list).filter(child => !/^[(),]$/.test(child.name));
  if (SAME_PATH.test(name) && values.length === 1) return concat(values, known);
  if (!PATH_CLASS.test(name) && !JOIN.test(name)) return undefined;
  return together(
    values.map(value => evaluate(value, known)),
    joinPaths
  );
}

/** As `os.path.join`: an absolute part starts anew. */
function joinPaths(parts: string[]): string {
  return parts.reduce((path, part) => {
    if (part.startsWith('/') || path === '') return part;
    return path.endsWith('/') ? path + part : `${path}/${part}`;
  });
}

/** Is the expression the place where a file is written? */
function isWritten(node: SyntaxNode, code: string): boolean {
  const parent = node.parent;
  if (parent?.name === 'MemberExpression') return WRITES.test(lastName(parent, code));
  const callee = calleeOf(node);
  if (!parent || !callee) return false;
  const name = lastName(callee, code);
  return name === 'open' ? opensForWriting(parent, code) : WRITES.test(name);
}

/** `Path` of `Path('a')`, where nothing is called around it. */
function ownCallee(node: SyntaxNode): SyntaxNode | undefined {
  return node.name === 'CallExpression' ? (node.firstChild ?? undefined) : undefined;
}

/** What is called with the expression as an argument. */
function calleeOf({ parent }: SyntaxNode): SyntaxNode | undefined {
  if (parent?.name !== 'ArgList' || parent.parent?.name !== 'CallExpression') {
    return undefined;
  }
  return parent.parent.firstChild ?? undefined;
}

function lastName(node: SyntaxNode, code: string): string {
  const last = node.name === 'MemberExpression' ? node.lastChild : baseName(node);
  return last ? code.slice(last.from, last.to) : '';
}

function opensForWriting(list: SyntaxNode, code: string): boolean {
  const modes = list.getChildren('String').slice(-1);
  const isFirst = list.firstChild?.nextSibling?.from === modes[0]?.from;
  const mode = modes[0] && !isFirst ? stringValue(modes[0], code) : undefined;
  return mode !== undefined && /^[wax]/.test(mode) && mode.length <= 3;
}
