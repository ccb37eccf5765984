/**
 * The feed: one WebSocket a browser tab. It carries the list of runs and, of the runs
 * a tab follows, their lines and events. A tab that reconnects names how far it had
 * come; nothing is lost or doubled.
 */
import * as z from 'zod/mini';
import { Cursor, Followed, Run } from './run.js';
import { Problem } from './problem.js';

/** What a tab says. */
export const FeedRequest = z.discriminatedUnion('kind', [
  /** First message. */
  z.object({ kind: z.literal('hello'), protocol: z.int() }),
  /** Send lines and events of a run, behind `from`. */
  z.object({
    kind: z.literal('follow'),
    run: z.string(),
    from: z.exactOptional(Cursor)
  }),
  z.object({ kind: z.literal('unfollow'), run: z.string() })
]);
export type FeedRequest = z.infer<typeof FeedRequest>;

/** What the gateway says. */
export const FeedMessage = z.discriminatedUnion('kind', [
  /** Answer to `hello`, followed by `runs`. */
  z.object({ kind: z.literal('welcome'), protocol: z.int(), version: z.string() }),
  /** All runs, newest first: the list starts anew. */
  z.object({ kind: z.literal('runs'), runs: z.array(Run) }),
  /** One run is new or has changed. */
  z.object({ kind: z.literal('run'), run: Run }),
  z.object({ kind: z.literal('removed'), id: z.string() }),
  /** Lines and events of a followed run, in order; `cursor` is behind the last. */
  z.object({
    kind: z.literal('followed'),
    run: z.string(),
    items: z.array(Followed),
    cursor: Cursor
  }),
  /** The run has ended and all of it was sent. */
  z.object({ kind: z.literal('complete'), run: z.string() }),
  /** A message could not be honoured; `run` when it was about one. */
  z.object({
    kind: z.literal('problem'),
    run: z.exactOptional(z.string()),
    problem: Problem
  })
]);
export type FeedMessage = z.infer<typeof FeedMessage>;
