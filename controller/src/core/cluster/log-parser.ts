/** Reads the answer of the pod-log API with `timestamps=true`. */
import { LineCutter, type Piece } from './lines.js';
import { parseLogTime, type LogTime } from './log-time.js';

/** A line of output. */
export interface LogLine {
  readonly kind: 'line';
  readonly time: LogTime;
  readonly text: string;
}

/** A line without a time: the kubelet itself says it, mostly that it cannot go on. */
export interface LogNotice {
  readonly kind: 'notice';
  readonly text: string;
}

export type LogItem = LogLine | LogNotice;

/** Takes the answer in pieces and gives its lines. */
export class LogParser {
  readonly #cutter: LineCutter;
  #time: LogTime | undefined;

  /** @param limit - longest piece of a line, with its time, in UTF-16 units */
  constructor(limit?: number) {
    this.#cutter = new LineCutter(limit);
  }

  push(text: string): LogItem[] {
    return this.#cutter.push(text).map(piece => this.#item(piece));
  }

  /** What came of a last line without a feed. A stream that was cut off has such a line. */
  flush(): LogItem[] {
    return this.#cutter.flush().map(piece => this.#item(piece));
  }

  #item({ text, continued }: Piece): LogItem {
    if (continued) {
      return this.#time
        ? { kind: 'line', time: this.#time, text }
        : { kind: 'notice', text };
    }
    const space = text.indexOf(' ');
    this.#time = parseLogTime(space < 0 ? text : text.slice(0, space));
    if (!this.#time) return { kind: 'notice', text };
    return {
      kind: 'line',
      time: this.#time,
      text: space < 0 ? '' : text.slice(space + 1)
    };
  }
}
