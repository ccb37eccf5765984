/** What a command may ask of the supervisor, as one value. */
import * as z from 'zod/mini';
import { ComponentSchema } from './state.js';

/** What can be done to a component. */
export const VERBS = ['start', 'stop', 'restart', 'kill', 'pause', 'resume'] as const;
export type Verb = (typeof VERBS)[number];

export const OrderSchema = z.discriminatedUnion('kind', [
  /** How everything is. */
  z.object({ kind: z.literal('status') }),
  /** Start what has ended. */
  z.object({ kind: z.literal('heal') }),
  z.object({ kind: z.literal('act'), component: z.string(), verb: z.enum(VERBS) }),
  /** Run one more component, or another in place of one. */
  z.object({ kind: z.literal('put'), component: ComponentSchema }),
  z.object({ kind: z.literal('remove'), component: z.string() }),
  /** Post JSON to an address inside the node. */
  z.object({ kind: z.literal('post'), url: z.string(), body: z.unknown() }),
  /** Run a command inside the node. */
  z.object({
    kind: z.literal('run'),
    command: z.tuple([z.string()], z.string()),
    input: z.optional(z.string())
  })
]);

export type Order = z.infer<typeof OrderSchema>;

/** An answer: a value, or the sentence that says what went wrong. */
export const AnswerSchema = z.union([
  z.object({ value: z.unknown() }),
  z.object({ problem: z.string() })
]);
