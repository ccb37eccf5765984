/** What is done at the moment, for those who wait at a terminal. */
import type { Message } from '@jupyterlab-kubeflow/protocol';
import type { Cli } from './cli.js';
import { progressText } from './render/image.js';
import type { Format } from './render/json.js';
import { ERASE_LINE } from './render/screen.js';
import { cut } from './render/text.js';
import { layoutOf } from './report.js';

/** A line on the terminal that says what is done; programs are told nothing. */
export class Progress {
  readonly #cli: Cli;
  readonly #shown: boolean;
  #last = Promise.resolve();
  #text = '';

  constructor(cli: Cli, output: Format) {
    this.#cli = cli;
    this.#shown = output === 'text' && cli.process.terminal.err.isTTY;
  }

  show(doing: Message): void {
    const text = progressText(doing);
    if (!this.#shown || text === this.#text) return;
    const { err } = this.#cli.process.terminal;
    const line = layoutOf(err).paint('dim', cut(text, err.columns() - 1));
    this.#text = text;
    this.#last = this.#last.then(() => err.write(`${ERASE_LINE}${line}`));
  }

  async clear(): Promise<void> {
    await this.#last;
    if (this.#text !== '') await this.#cli.process.terminal.err.write(ERASE_LINE);
    this.#text = '';
  }
}
