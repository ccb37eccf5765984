/** The end of a log, which most often says why. */

export class LastLines {
  readonly #most: number;
  readonly #lines: string[] = [];

  /** @param most - lines that are kept */
  constructor(most: number) {
    this.#most = most;
  }

  /** Takes one in; may be handed on as it is. */
  readonly take = (line: string): void => {
    this.#lines.push(line);
    if (this.#lines.length > this.#most) this.#lines.shift();
  };

  get lines(): readonly string[] {
    return this.#lines;
  }
}
