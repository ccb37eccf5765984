/** Cuts a growing file of bytes into lines. */

/** A line and where it ends. */
export interface Line {
  /** Without the line feed; a carriage return stays. Invalid UTF-8 is replaced. */
  readonly text: string;
  /** Bytes of the file up to and with the line's end. */
  readonly end: number;
}

/** Longest piece of a line, in bytes: what is longer comes as several lines. */
export const LINE_LIMIT = 2 ** 20;

const LINE_FEED = 10;

/** Takes the bytes in order and gives back the lines that they complete. */
export class LineSplitter {
  #rest: Buffer = Buffer.alloc(0);
  /** Bytes of the file up to the start of `#rest`. */
  #start: number;

  /** @param start - position of the first byte that will come */
  constructor(start: number) {
    this.#start = start;
  }

  /** Bytes taken so far, with those of an unfinished line. */
  get position(): number {
    return this.#start + this.#rest.length;
  }

  /** @param chunk - the next bytes; the caller may fill the buffer anew afterwards */
  push(chunk: Buffer): Line[] {
    const lines: Line[] = [];
    // Only the line that was begun before is put together: a copy of every chunk
    // would be garbage as large as the file.
    const begun = this.#rest.length > 0 ? lineLength(chunk) : 0;
    if (begun > 0) {
      const data = Buffer.concat([this.#rest, chunk.subarray(0, begun)]);
      this.#rest = this.#cut(data, lines);
    }
    if (begun < chunk.length) {
      this.#rest = Buffer.from(this.#cut(chunk.subarray(begun), lines));
    }
    return lines;
  }

  /** The unfinished last line, when there is one. */
  flush(): Line[] {
    if (this.#rest.length === 0) return [];
    const last = this.#line(this.#rest);
    this.#rest = Buffer.alloc(0);
    return [last];
  }

  /** Adds the lines that are complete, and gives what is left. */
  #cut(bytes: Buffer, lines: Line[]): Buffer {
    let data = bytes;
    for (let length = nextLength(data); length > 0; length = nextLength(data)) {
      lines.push(this.#line(data.subarray(0, length)));
      data = data.subarray(length);
    }
    return data;
  }

  #line(bytes: Buffer): Line {
    this.#start += bytes.length;
    const feed = bytes.at(-1) === LINE_FEED ? 1 : 0;
    const text = bytes.toString('utf8', 0, bytes.length - feed);
    return { text, end: this.#start };
  }
}

/** Bytes up to the first feed and with it, or of all. */
function lineLength(data: Buffer): number {
  const feed = data.indexOf(LINE_FEED);
  return feed < 0 ? data.length : feed + 1;
}

/** Bytes of the first line with its feed, or of the piece to cut off; 0: unfinished. */
function nextLength(data: Buffer): number {
  const feed = data.indexOf(LINE_FEED);
  if (feed >= 0 && feed < LINE_LIMIT) return feed + 1;
  if (data.length <= LINE_LIMIT) return 0;
  return characterStart(data, LINE_LIMIT);
}

/** The last position up to `position` at which a UTF-8 character starts. */
function characterStart(data: Buffer, position: number): number {
  for (let start = position; start > position - 4; start -= 1) {
    if (((data[start] ?? 0) & 0xc0) !== 0x80) return start;
  }
  return position;
}
