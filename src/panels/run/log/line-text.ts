/**
 * A line of output as a terminal would leave it: colours, carriage returns and
 * backspaces carried out, every other control sequence dropped. The result is text with
 * styles, never markup, and never longer than a screen can bear.
 */
import { PLAIN, applyCodes, type TextStyle } from './style.js';

/** Text of one style. */
export interface Span {
  readonly text: string;
  readonly style: TextStyle;
}

export interface LineText {
  readonly spans: readonly Span[];
  /** What can be read, and searched. */
  readonly text: string;
  /** Characters that were left out at the end. */
  readonly cut: number;
}

/** Characters of a line that are shown. */
export const MOST_SHOWN = 8192;

/** Input that is looked at: control sequences take room, too. */
const MOST_READ = 16 * MOST_SHOWN;

const TAB = 8;

const CONTROL = /[\x00-\x1f\x7f-\x9f]/;

/** Tokens: CSI, OSC and other strings, other escapes, a control character, plain text. */
const TOKEN =
  /\x1b\[([0-?]*)[ -/]*([@-~])?|\x1b[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)?|\x1b[ -/]*[0-~]|([\x00-\x1f\x7f-\x9f])|([^\x00-\x1f\x7f-\x9f]+)/g;

/** What of the line can be read, without its styles. */
export function plainText(line: string): string {
  return CONTROL.test(line) ? parseLine(line).text : line.slice(0, MOST_SHOWN);
}

export function parseLine(line: string): LineText {
  if (!CONTROL.test(line)) {
    const text = line.slice(0, MOST_SHOWN);
    return { spans: [{ text, style: PLAIN }], text, cut: line.length - text.length };
  }
  const screen = new ScreenLine();
  const read = line.slice(0, MOST_READ);
  for (const token of read.matchAll(TOKEN)) carryOut(screen, token);
  return screen.result(line.length - read.length);
}

function carryOut(screen: ScreenLine, token: RegExpExecArray): void {
  const [, codes = '', command, control, text] = token;
  if (text !== undefined) screen.write(text);
  else if (command === 'm') screen.style = applyCodes(screen.style, codes);
  else if (command === 'K') screen.erase(codes);
  else if (control === '\r') screen.column = 0;
  else if (control === '\b') screen.column = Math.max(0, screen.column - 1);
  else if (control === '\t') screen.tab();
}

/** One line of a terminal: characters at columns, later ones over earlier ones. */
class ScreenLine {
  column = 0;
  style: TextStyle = PLAIN;
  private readonly characters: string[] = [];
  private readonly styles: TextStyle[] = [];
  private beyond = 0;

  write(text: string): void {
    for (const character of text) {
      if (this.column >= MOST_SHOWN) this.beyond += 1;
      else this.put(character);
    }
  }

  tab(): void {
    this.write(' '.repeat(TAB - (this.column % TAB)));
  }

  /** `K`: to the end of the line; `1K` to its start, `2K` all of it. */
  erase(codes: string): void {
    if (codes === '' || codes === '0') this.truncate(this.column);
    else if (codes === '2') this.truncate(0);
  }

  result(unread: number): LineText {
    const spans: { text: string; style: TextStyle }[] = [];
    this.characters.forEach((character, index) => {
      const style = this.styles[index] ?? PLAIN;
      const last = spans.at(-1);
      if (last?.style === style) last.text += character;
      else spans.push({ text: character, style });
    });
    const text = this.characters.join('');
    return { spans, text, cut: this.beyond + unread };
  }

  private put(character: string): void {
    while (this.characters.length < this.column) {
      this.characters.push(' ');
      this.styles.push(PLAIN);
    }
    this.characters[this.column] = character;
    this.styles[this.column] = this.style;
    this.column += 1;
  }

  private truncate(length: number): void {
    this.characters.length = Math.min(this.characters.length, length);
    this.styles.length = this.characters.length;
    this.beyond = 0;
  }
}
