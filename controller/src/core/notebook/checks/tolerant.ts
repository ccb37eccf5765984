/**
 * Parses Python that the grammar does not know. What it stumbles over is replaced by
 * something of the same length and structure; offsets hold for the original text.
 */
import type { Tree } from '@lezer/common';
import { endOfLine } from '../ipython/lines.js';
import { skipString } from '../ipython/strings.js';
import { parsePython } from '../python/tree.js';

const GAPS = /\bas\s*\(|\bas\s+\w+[.[]|\bwith\s*\(|\d\.(?![\w.])|\bfor\b[^\n]*\*/;

/** As `parsePython`; the names in masked targets are lost, all else is in its place. */
export function parseTolerant(text: string): Tree {
  return parsePython(GAPS.test(text) ? maskGaps(text) : text);
}

function maskGaps(text: string): string {
  const plain = text
    // `20.` is a member access without a name to the grammar.
    .replace(/(?<![\w.])(\d[\d_]*)\.(?![\w.])/g, '$10')
    // `for a, *b in c` within a comprehension.
    .replace(/\bfor[ \t][\w \t,()*.[\]]*?\bin\b/g, part => part.replaceAll('*', ' '))
    // `with f() as self.x:`.
    .replace(/(?<=\bas[ \t]+)\w+(?:\.\w+|\[[^\]\n]*\])+(?=\s*[,:)])/g, target =>
      target.replace(/\W/g, '_')
    );
  return maskGroups(
    maskGroups(plain, /\bas\s*(?=\()/g, asName),
    /\bwith\s*(?=\()/g,
    asItems
  );
}

type Mask = (inner: string, behind: string) => string | undefined;

/** Replaces bracketed groups behind a word; a mask of other length is not taken. */
function maskGroups(text: string, word: RegExp, mask: Mask): string {
  let result = text;
  for (const match of text.matchAll(word)) {
    const from = match.index + match[0].length;
    const to = closing(result, from);
    const masked = mask(result.slice(from, to), result.slice(to, to + 100));
    if (masked?.length === to - from) {
      result = result.slice(0, from) + masked + result.slice(to);
    }
  }
  return result;
}

/** `with f() as (a, b):` → one name. */
function asName(group: string, behind: string): string | undefined {
  const targets = /^\([\w\s.,*[\]()]*\)$/.test(group) && /^\s*[,:)]/.test(behind);
  return targets ? group.replace(/\W/g, '_') : undefined;
}

/** `with (a as b, c as d):` → the items without brackets, on one line. */
function asItems(group: string, behind: string): string | undefined {
  if (!/^\s*:/.test(behind) || !/\bas\b/.test(group)) return undefined;
  const inner = group
    .slice(1, -1)
    .replace(/#[^\n]*/g, remark => ' '.repeat(remark.length))
    .replaceAll('\n', ' ')
    .replace(/,(\s*)$/, ' $1');
  return ` ${inner} `;
}

/** Offset behind the bracket that closes the one at `from`. */
function closing(text: string, from: number): number {
  let depth = 0;
  for (let at = from; at < text.length; at++) {
    const char = text[at] ?? '';
    if (char === '#') at = endOfLine(text, at);
    else if (char === '"' || char === "'") at = skipString(text, at) - 1;
    else if ('([{'.includes(char)) depth++;
    else if (')]}'.includes(char) && --depth === 0) return at + 1;
  }
  return text.length;
}
