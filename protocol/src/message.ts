/**
 * Sentences as data. A table row is an English template with named holes; a
 * message is the row's code, the values for the holes and the finished
 * sentence. Whoever shows it in another language translates the template by its
 * code and fills the same holes.
 */
import * as z from 'zod/mini';

/** A sentence a person reads, with the code and values it was made from. */
export const Message = z.object({
  /** The row of the table it came from, e.g. `magic-kept`. */
  code: z.string(),
  /** What fills the holes of the template. */
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  /** The sentence in English. */
  text: z.string()
});
export type Message = z.infer<typeof Message>;
