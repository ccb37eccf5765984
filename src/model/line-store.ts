/**
 * Many lines in little memory: each block is one string with typed columns beside it,
 * a quarter of what a million objects would take. Old blocks are let go when there is
 * too much; line numbers stay what they were.
 */
import type { LogLine, LogLines } from '../tokens.js';

/** Lines of a block. */
const BLOCK = 2048;

/** Characters kept at most. @default 256 Mi, about three million lines */
const MOST_CHARACTERS = 256 * 1024 * 1024;

interface Block {
  readonly text: string;
  /** Where each line ends in `text`. */
  readonly ends: Uint32Array;
  readonly ranks: Int32Array;
  readonly times: Float64Array;
}

export class LineStore implements LogLines {
  private readonly blocks: Block[] = [];
  private tail: LogLine[] = [];
  /** Blocks that were let go. */
  private gone = 0;
  private characters = 0;

  constructor(private readonly mostCharacters = MOST_CHARACTERS) {}

  get length(): number {
    return (this.gone + this.blocks.length) * BLOCK + this.tail.length;
  }

  push(line: LogLine): void {
    this.tail.push(line);
    if (this.tail.length === BLOCK) this.seal();
  }

  at(number: number): LogLine | undefined {
    if (!Number.isInteger(number) || number < 0) return undefined;
    const index = Math.floor(number / BLOCK) - this.gone;
    if (index === this.blocks.length) return this.tail[number % BLOCK];
    const block = this.blocks[index];
    return block && lineOf(block, number % BLOCK);
  }

  private seal(): void {
    const block = blockOf(this.tail);
    this.blocks.push(block);
    this.tail = [];
    this.characters += block.text.length;
    while (this.characters > this.mostCharacters && this.blocks.length > 1) {
      this.characters -= this.blocks.shift()?.text.length ?? 0;
      this.gone += 1;
    }
  }
}

function blockOf(lines: readonly LogLine[]): Block {
  let end = 0;
  const ends = Uint32Array.from(lines, ({ text }) => (end += text.length));
  return {
    text: lines.map(({ text }) => text).join(''),
    ends,
    ranks: Int32Array.from(lines, ({ rank }) => rank),
    times: Float64Array.from(lines, ({ time }) => time)
  };
}

function lineOf(block: Block, index: number): LogLine {
  const start = index === 0 ? 0 : (block.ends[index - 1] ?? 0);
  return {
    rank: block.ranks[index] ?? 0,
    time: block.times[index] ?? 0,
    text: block.text.slice(start, block.ends[index])
  };
}
