/** The value of a Python string literal. */
import type { SyntaxNode } from './tree.js';

const ESCAPES: Readonly<Record<string, string>> = {
  '\n': '',
  '\\': '\\',
  "'": "'",
  '"': '"',
  a: '\u0007',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v'
};

/** Prefix letters and quotes of a literal, and where its content is. */
interface Shape {
  readonly prefix: string;
  readonly from: number;
  readonly to: number;
}

/** Decodes a String node: plain, `r`, `b` and `u` prefixes; `undefined` for anything else. */
export function stringValue(node: SyntaxNode, text: string): string | undefined {
  if (node.name !== 'String') return undefined;
  const { prefix, from, to } = shapeOf(node, text);
  return decode(text.slice(from, to), prefix);
}

/**
 * The pieces of an f-string: text, and the source of each expression in it that has no
 * format of its own (`undefined` for those that have one).
 */
export function formatPieces(
  node: SyntaxNode,
  text: string
): ({ readonly text: string } | { readonly expression: SyntaxNode | undefined })[] {
  const { prefix, from, to } = shapeOf(node, text);
  const pieces: ReturnType<typeof formatPieces> = [];
  let at = from;
  for (const part of node.getChildren('FormatReplacement')) {
    pieces.push({ text: braces(decode(text.slice(at, part.from), prefix)) });
    const plain = !part.getChild('FormatSpec') && !part.getChild('FormatSelfDoc');
    const expression = part.firstChild?.nextSibling ?? undefined;
    pieces.push({ expression: plain ? expression : undefined });
    at = part.to;
  }
  pieces.push({ text: braces(decode(text.slice(at, to), prefix)) });
  return pieces;
}

function shapeOf(node: SyntaxNode, text: string): Shape {
  const start = /^([a-zA-Z]*)("""|'''|"|')/.exec(text.slice(node.from, node.to));
  const [opening = '', prefix = '', quote = ''] = start ?? [];
  const closed = text.slice(node.to - quote.length, node.to) === quote;
  const from = node.from + opening.length;
  const to = closed ? Math.max(from, node.to - quote.length) : node.to;
  return { prefix: prefix.toLowerCase(), from, to };
}

const ESCAPE = /\\(x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[0-7]{1,3}|[^])/g;

function decode(content: string, prefix: string): string {
  if (prefix.includes('r')) return content;
  return content.replace(ESCAPE, (whole, escape: string) => {
    if (/^[xuU]./.test(escape)) return fromCode(parseInt(escape.slice(1), 16), whole);
    if (/^[0-7]/.test(escape)) return fromCode(parseInt(escape, 8), whole);
    return ESCAPES[escape] ?? whole;
  });
}

function fromCode(code: number, otherwise: string): string {
  return code <= 0x10ffff ? String.fromCodePoint(code) : otherwise;
}

function braces(text: string): string {
  return text.replace(/\{\{|\}\}/g, pair => pair.charAt(0));
}
