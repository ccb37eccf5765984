/** The end of a log, for those who are told that it says why. */

/** Lines that fit a screen. */
const KEPT = 30;

export class LastLines {
  readonly #lines: string[] = [];

  /** Takes one in; may be handed on as it is. */
  readonly take = (line: string): void => {
    this.#lines.push(line);
    if (this.#lines.length > KEPT) this.#lines.shift();
  };

  get lines(): readonly string[] {
    return this.#lines;
  }
}
