/** What a rank does, in steps: programs for the memory target, which has no Python. */

export type Step =
  /** Writes to its output, as it is. */
  | { readonly kind: 'write'; readonly text: string }
  /** Writes a line `name=value`, which is a metric. */
  | { readonly kind: 'metric'; readonly name: string; readonly value: number }
  /** Writes a file below the working folder. */
  | { readonly kind: 'file'; readonly path: string; readonly text: string }
  /** Raises a ValueError. */
  | { readonly kind: 'raise'; readonly message: string }
  /** Ends with this exit code. */
  | { readonly kind: 'exit'; readonly code: number }
  /** Goes on only when the run is ended. */
  | { readonly kind: 'hang' };

/** The steps of each rank, by its number. */
export type Program = readonly (readonly Step[])[];
