/** Takes shell command lines apart: parts of a chain, words of a part. Quotes hold together. */

/** One command of a chain. */
export interface ChainPart {
  readonly text: string;
  /** What stands before it; empty for the first. */
  readonly operator: string;
}

const OPERATORS = /^(?:&&|\|\||;|\||&(?!>))/;
const QUOTED = /^(?:"(?:\\.|[^"\\])*"|'[^']*'|\\.)/s;

/** Splits at `&&`, `||`, `;`, `|` and `&` outside quotes and brackets. */
export function chainParts(command: string): ChainPart[] {
  const parts: ChainPart[] = [];
  let operator = '';
  let text = '';
  for (let at = 0; at < command.length;) {
    const rest = command.slice(at);
    const next = command[at - 1] === '>' ? undefined : OPERATORS.exec(rest)?.[0];
    if (next === undefined) {
      const piece = QUOTED.exec(rest)?.[0] ?? rest.slice(0, 1);
      text += piece;
      at += piece.length;
    } else {
      parts.push({ text: text.trim(), operator });
      operator = next;
      text = '';
      at += next.length;
    }
  }
  parts.push({ text: text.trim(), operator });
  return parts;
}

/** Words as a POSIX shell splits them, quotes removed, nothing expanded. */
export function shellWords(text: string): string[] {
  const words: string[] = [];
  const token = /(?:"(?:\\.|[^"\\])*"|'[^']*'|\\.|[^\s"'\\])+|["'\\]/gs;
  for (const [word] of text.matchAll(token)) words.push(unquote(word));
  return words;
}

function unquote(word: string): string {
  return word.replace(
    /"((?:\\.|[^"\\])*)"|'([^']*)'|\\(.)/gs,
    (...groups: string[]) => {
      const [, double, single, escaped] = groups as (string | undefined)[];
      return double?.replace(/\\(["\\$`])/g, '$1') ?? single ?? escaped ?? '';
    }
  );
}
