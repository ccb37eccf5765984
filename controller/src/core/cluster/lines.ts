/** Cuts text that comes in pieces into lines. */

/** A line, or a piece of one that is longer than the limit. */
export interface Piece {
  /** Without the line feed. */
  readonly text: string;
  /** Whether it goes on a line whose start came before. */
  readonly continued: boolean;
}

/** Longest piece, in UTF-16 units. */
export const PIECE_LIMIT = 2 ** 20;

/** Takes text in order and gives the lines it completes. */
export class LineCutter {
  #rest = '';
  #continued = false;
  readonly #limit: number;

  /** @param limit - what is longer comes in several pieces, always cut at the same places */
  constructor(limit = PIECE_LIMIT) {
    this.#limit = limit;
  }

  push(text: string): Piece[] {
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop() ?? '';
    const pieces = lines.flatMap(line => this.#pieces(line));
    return [...pieces, ...this.#begun()];
  }

  /** What is left when nothing more comes: the last line has no feed. */
  flush(): Piece[] {
    const rest = this.#rest;
    this.#rest = '';
    const pieces = rest === '' ? [] : this.#pieces(rest);
    this.#continued = false;
    return pieces;
  }

  /** The rest of a whole line; the next one starts afresh. */
  #pieces(line: string): Piece[] {
    const [pieces, rest] = this.#cut(line);
    if (rest !== '' || !this.#continued) pieces.push(this.#piece(rest));
    this.#continued = false;
    return pieces;
  }

  /** Full pieces of a line that has not ended, so that it is not all kept. */
  #begun(): Piece[] {
    const [pieces, rest] = this.#cut(this.#rest);
    this.#rest = rest;
    return pieces;
  }

  #cut(text: string): [Piece[], string] {
    const pieces: Piece[] = [];
    let rest = text;
    while (rest.length > this.#limit) {
      const end = characterEnd(rest, this.#limit);
      pieces.push(this.#piece(rest.slice(0, end)));
      rest = rest.slice(end);
    }
    return [pieces, rest];
  }

  #piece(text: string): Piece {
    const piece = { text, continued: this.#continued };
    this.#continued = true;
    return piece;
  }
}

/** Not between the halves of a surrogate pair. */
function characterEnd(text: string, end: number): number {
  const unit = text.charCodeAt(end - 1);
  return unit >= 0xd800 && unit <= 0xdbff && end > 1 ? end - 1 : end;
}
