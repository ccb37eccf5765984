/** Text on a grid of terminal columns: width, cutting, wrapping. Knows no colours. */

/* Marks that take no column, and characters that take two. */
const NONE = /[\p{Mn}\p{Me}\p{Cf}]/u;
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u;

/** Columns one character takes. */
function columnsOf(character: string): number {
  if (character < '\u0300') return 1;
  if (NONE.test(character)) return 0;
  return WIDE.test(character) ? 2 : 1;
}

/** Columns that text takes. */
export function width(text: string): number {
  let columns = 0;
  for (const character of text) columns += columnsOf(character);
  return columns;
}

/** At most so many columns; what is cut ends in `…`. */
export function cut(text: string, most: number): string {
  if (width(text) <= most) return text;
  return most < 1 ? '' : `${headOf(text, most - 1)}…`;
}

/** As `cut`, but keeps both ends: `/home/…/digits.ipynb`. */
export function cutMiddle(text: string, most: number): string {
  if (width(text) <= most) return text;
  const tail = Math.ceil((most - 1) / 2);
  const end = reversed(headOf(reversed(text), tail));
  return most < 3 ? cut(text, most) : `${headOf(text, most - 1 - tail)}…${end}`;
}

function reversed(text: string): string {
  return Array.from(text).reverse().join('');
}

function headOf(text: string, most: number): string {
  let columns = 0;
  let head = '';
  for (const character of text) {
    columns += columnsOf(character);
    if (columns > most) break;
    head += character;
  }
  return head;
}

/** Spaces behind up to so many columns. */
export function pad(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - width(text)));
}

/**
 * Lines of at most so many columns, broken at spaces; a longer word is broken anywhere,
 * but for a path: the terminal breaks that itself, so that it is copied in one piece.
 */
export function wrap(text: string, columns: number): string[] {
  return text.split('\n').flatMap(line => wrapLine(line, Math.max(columns, 8)));
}

function wrapLine(line: string, columns: number): string[] {
  const lines: string[] = [];
  let current = '';
  for (const word of line.split(' ').flatMap(each => breakWord(each, columns))) {
    const longer = current ? `${current} ${word}` : word;
    if (width(longer) <= columns) {
      current = longer;
    } else {
      lines.push(current);
      current = word;
    }
  }
  return [...lines, current];
}

/** `/home/me/digits.ipynb`, `ranks/0/work`. */
const PATH = /[^/]\/[^/]/;

function breakWord(word: string, columns: number): string[] {
  if (PATH.test(word)) return [word];
  const parts: string[] = [];
  let rest = word;
  while (width(rest) > columns) {
    const head = headOf(rest, columns);
    parts.push(head);
    rest = rest.slice(head.length);
  }
  return [...parts, rest];
}

/** `plural(1, 'file')` gives `1 file`, `plural(2, 'file')` gives `2 files`. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${String(count)} ${count === 1 ? one : many}`;
}
