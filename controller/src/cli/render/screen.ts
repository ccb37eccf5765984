/**
 * Text of others made safe for a terminal: a program's output, an exception's message or
 * a file's name must not move the cursor, set titles or reach the clipboard.
 */
import { stripVTControlCharacters } from 'node:util';

const ESCAPE = '\u001b';

/** Takes away what stands on the line of the cursor. */
export const ERASE_LINE = `\r${ESCAPE}[2K`;

/** ESC [ parameters m: colour and weight, harmless to pass on. */
const COLOUR = new RegExp(`(${ESCAPE}\\[[\\d;:]*m)`);
/** What moves the cursor, rings or is invisible. */
const CONTROL = /(?![\t\n])\p{Cc}/gu;

/**
 * What a terminal would be left showing of a line: what came after the last carriage
 * return, without sequences that move the cursor or reach beyond the line.
 */
export function screenText(text: string, colours: boolean): string {
  const shown = text.replace(/\r+$/, '').split('\r').at(-1) ?? '';
  const pieces = shown.split(COLOUR);
  const kept = pieces.map((piece, i) =>
    i % 2 === 1 ? (colours ? piece : '') : plain(piece)
  );
  const reset = colours && pieces.length > 1 ? `${ESCAPE}[0m` : '';
  return kept.join('') + reset;
}

/** Without colours, cursor movements and other control characters; tabs and line ends stay. */
export function plain(text: string): string {
  return stripVTControlCharacters(text).replace(CONTROL, '');
}
