/** One row of the error table: HTTP status over the gateway, sentence and remedy with holes in braces. */
export interface ErrorRow {
  readonly status: number;
  readonly sentence: string;
  readonly remedy: string;
}
