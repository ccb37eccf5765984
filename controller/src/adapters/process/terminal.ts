/** The streams of this process as a terminal. */
import { once } from 'node:events';
import type { WriteStream } from 'node:tty';
import type { Output, Terminal } from '../../ports/process.js';

/** What decides about colours and widths. */
export interface TerminalOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** A stream that may be a terminal, a pipe or a file. */
type Stream = NodeJS.WritableStream &
  Pick<WriteStream, 'writableNeedDrain' | 'destroyed'> &
  Partial<Pick<WriteStream, 'isTTY' | 'columns'>>;

/** For pipes and files: wide enough for a sentence, narrow enough for a page. */
const PIPE_COLUMNS = 100;

export function terminalOf(
  out: Stream,
  err: Stream,
  options: TerminalOptions
): Terminal {
  return { out: new StreamOutput(out, options), err: new StreamOutput(err, options) };
}

class StreamOutput implements Output {
  readonly #stream: Stream;
  readonly #closed = new AbortController();
  readonly isTTY: boolean;
  readonly colours: boolean;
  readonly closed = this.#closed.signal;

  constructor(stream: Stream, { env }: TerminalOptions) {
    this.#stream = stream;
    this.isTTY = stream.isTTY === true;
    this.colours = wantsColours(this.isTTY, env);
    // A reader that went away (EPIPE) is no error: what it did not want is not written.
    stream.on('error', () => {
      this.#closed.abort();
    });
  }

  columns(): number {
    return this.#stream.columns ?? PIPE_COLUMNS;
  }

  async write(text: string): Promise<void> {
    if (this.closed.aborted || text === '') return;
    if (this.#stream.write(text)) return;
    await once(this.#stream, 'drain', { signal: this.closed }).catch(() => undefined);
  }
}

/** https://no-color.org; FORCE_COLOR as Node has it: 0 or false is off, else on. */
function wantsColours(
  isTTY: boolean,
  env: Readonly<Record<string, string | undefined>>
): boolean {
  const forced = env['FORCE_COLOR'];
  if (forced !== undefined) return !/^(0|false)$/i.test(forced);
  if (env['NO_COLOR']) return false;
  return isTTY && env['TERM'] !== 'dumb';
}
