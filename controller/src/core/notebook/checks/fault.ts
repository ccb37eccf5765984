/** A place in a text that does not compile. */
export interface SyntaxFault {
  /** Offset in the text. */
  readonly at: number;
  readonly detail: string;
}
