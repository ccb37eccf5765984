/**
 * Skips Python string literals, f-strings with nested replacement fields included.
 * An unterminated one-line string ends with its line, as the tokenizer recovers.
 */

const QUOTES: ReadonlySet<string> = new Set(['"', "'"]);

/** Offset behind the string whose opening quote is at `at`. */
export function skipString(text: string, at: number): number {
  const quote = text[at] ?? '';
  const triple = text.startsWith(quote.repeat(3), at);
  const opening = triple ? quote.repeat(3) : quote;
  const from = at + opening.length;
  return isFormatted(text, at)
    ? skipFormatted(text, from, opening)
    : skipPlain(text, from, opening);
}

/** Whether the letters before the quote make it an f-string (or a t-string). */
function isFormatted(text: string, at: number): boolean {
  const prefix = /[A-Za-z0-9_]*$/.exec(text.slice(Math.max(0, at - 3), at))?.[0] ?? '';
  return /^(?:[ft]|r[ft]|[ft]r)$/i.test(prefix);
}

function skipPlain(text: string, from: number, closing: string): number {
  for (let at = from; at < text.length; at++) {
    const char = text[at];
    if (char === '\\') at++;
    else if (char === '\n' && closing.length === 1) return at;
    else if (text.startsWith(closing, at)) return at + closing.length;
  }
  return text.length;
}

function skipFormatted(text: string, from: number, closing: string): number {
  let at = from;
  while (at < text.length) {
    const char = text[at];
    if (char === '\n' && closing.length === 1) return at;
    if (text.startsWith(closing, at)) return at + closing.length;
    if (char === '{' && text[at + 1] !== '{') at = skipField(text, at + 1, closing);
    else at += char === '\\' ? escapeLength(text, at) : char === '{' ? 2 : 1;
  }
  return text.length;
}

/** A backslash hides the next character, but no brace, except in `\\N{…}`. */
function escapeLength(text: string, at: number): number {
  const named = /^\\N\{[A-Za-z0-9 -]+\}/.exec(text.slice(at, at + 100))?.[0];
  if (named !== undefined) return named.length;
  return text[at + 1] === '{' || text[at + 1] === '}' ? 1 : 2;
}

/** Offset behind the replacement field opened before `from`; stays in a broken string's line. */
function skipField(text: string, from: number, closing: string): number {
  let depth = 0;
  let at = from;
  while (at < text.length) {
    const char = text[at] ?? '';
    if (char === '\n' && closing.length === 1) return at;
    if (depth === 0 && char === '}') return at + 1;
    if (depth === 0 && char === ':') return skipFormat(text, at + 1, closing);
    depth += nesting(char);
    at = QUOTES.has(char) ? skipString(text, at) : at + 1;
  }
  return text.length;
}

/** How a character changes the depth of brackets. */
function nesting(char: string): number {
  if ('([{'.includes(char)) return 1;
  return ')]}'.includes(char) ? -1 : 0;
}

/** The format behind a field's `:`, which may nest fields. */
function skipFormat(text: string, from: number, closing: string): number {
  let at = from;
  while (at < text.length) {
    const char = text[at];
    if (char === '}') return at + 1;
    if ((char === '\n' && closing.length === 1) || text.startsWith(closing, at)) {
      return at;
    }
    at = char === '{' ? skipField(text, at + 1, closing) : at + 1;
  }
  return text.length;
}
