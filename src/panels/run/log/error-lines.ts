/** Which lines tell of an error: tracebacks whole, and lines that say so. */

const TRACEBACK = /^\s*Traceback \(most recent call last\)/;
const SAYS_SO =
  /\b(?:error|exception|fatal|critical|panic|segmentation fault|killed)\b|^\w*(?:Error|Exception|Interrupt)\b|\[E\b/i;

/** `0 errors` and `error: 0.12` (a metric) are none. */
const DENIES =
  /\b(?:no|0|without) errors?\b|\berror\s*[:=]\s*[-+]?[\d.]+\s*(?:$|[,\s])/i;

export class ErrorLines {
  /** Ranks that are in the middle of a traceback. */
  private readonly inside = new Set<number>();

  /** Lines must come in order. */
  take(rank: number, text: string): boolean {
    if (TRACEBACK.test(text)) {
      this.inside.add(rank);
      return true;
    }
    if (this.inside.has(rank)) {
      // Frames are indented; the first line that is not names the exception.
      if (!/^\s/.test(text)) this.inside.delete(rank);
      return true;
    }
    return SAYS_SO.test(text) && !DENIES.test(text);
  }
}
