/** Literals that CPython refuses and the grammar forgives. */
import type { SyntaxNode } from '@lezer/common';
import { children } from './context.js';

export function badNumber(number: string): string | undefined {
  if (/^0[0-9_]*[1-9]/.test(number) && !/[.ej]/i.test(number)) {
    return 'leading zeros in decimal integer literals are not permitted';
  }
  return /__|_$|_[.ej]/i.test(number) ? 'invalid decimal literal' : undefined;
}

/** A string that its line ends, not its quote. */
export function badString(string: string): string | undefined {
  const quote = /['"]/.exec(string)?.[0] ?? '"';
  const body = string.slice(string.indexOf(quote));
  const opening = body.startsWith(quote.repeat(3)) ? 3 : 1;
  const escaped = (/\\*$/.exec(body.slice(0, -1))?.[0].length ?? 0) % 2 === 1;
  const closed = body.length >= 2 * opening && body.endsWith(quote.repeat(opening));
  return closed && !escaped ? undefined : 'unterminated string literal';
}

/** `"a" b"c"`. */
export function mixedBytes(node: SyntaxNode, text: string): string | undefined {
  const kinds = children(node).map(part =>
    /^\w*b\w*["']/i.test(text.slice(part.from, part.to))
  );
  return new Set(kinds).size > 1 ? 'cannot mix bytes and nonbytes literals' : undefined;
}
