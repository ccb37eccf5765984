/** A run: one execution of a plan. */
import * as z from 'zod/mini';
import { RunnerEvent } from './events.js';
import { Problem } from './problem.js';
import { Message } from './message.js';
import { TargetRef } from './target.js';
import { Framework, Role, Workload } from './workload.js';

export const RunState = z.enum([
  'pending',
  'running',
  'suspended',
  'succeeded',
  'failed',
  'cancelled'
]);
export type RunState = z.infer<typeof RunState>;

/** One process (or pod) of the run. */
export const Rank = z.object({
  /** Global number from 0. */
  rank: z.int(),
  role: Role,
  /** Number within the role, from 0. */
  index: z.int(),
  state: z.enum(['waiting', 'running', 'succeeded', 'failed', 'stopped']),
  pid: z.exactOptional(z.int()),
  startedAt: z.exactOptional(z.number()),
  endedAt: z.exactOptional(z.number()),
  /** Exit code; for a process ended by a signal 128 + its number. */
  exitCode: z.exactOptional(z.int()),
  signal: z.exactOptional(z.string()),
  /** On a cluster: name of its newest pod, and of the node that has it. */
  pod: z.exactOptional(z.string()),
  node: z.exactOptional(z.string()),
  /** How often its program was started again; absent: never. */
  restarts: z.exactOptional(z.int())
});
export type Rank = z.infer<typeof Rank>;

/** A file the run made, below a rank's working folder. */
export const OutputFile = z.object({
  rank: z.int(),
  path: z.string(),
  size: z.int()
});
export type OutputFile = z.infer<typeof OutputFile>;

export const Run = z.object({
  /** Readable and unique, DNS-1035, at most 40 characters. */
  id: z.string(),
  name: z.string(),
  state: RunState,
  /** Why it failed; present exactly when `state` is `failed`. */
  problem: z.exactOptional(Problem),
  /** Where it runs; absent: on this computer. */
  target: z.exactOptional(TargetRef),
  /** What runs it; absent: processes of this computer. */
  kind: z.exactOptional(Workload.shape.kind),
  /** What it waits for, while waiting is enough. */
  waiting: z.exactOptional(Message),
  /** Why it does not go on by itself, while it has not ended. */
  obstacle: z.exactOptional(Problem),
  framework: Framework,
  /** Notebook or file as the user named it. */
  source: z.string(),
  /** The run this one repeats. */
  parent: z.exactOptional(z.string()),
  /** Milliseconds since the epoch, as are the two below. */
  createdAt: z.number(),
  startedAt: z.exactOptional(z.number()),
  endedAt: z.exactOptional(z.number()),
  ranks: z.array(Rank),
  /** Of the rank furthest behind; of a failed run, of the rank that failed. */
  progress: z.exactOptional(z.object({ position: z.int(), of: z.int() })),
  /** Last value of each metric, of the lowest rank that reported it. */
  metrics: z.record(z.string(), z.number()),
  /** Highest peak memory of all ranks. */
  peakBytes: z.exactOptional(z.int()),
  /** Folder with everything of the run, on the local target. */
  folder: z.exactOptional(z.string())
});
export type Run = z.infer<typeof Run>;

/**
 * Stands for a rank in lines of whoever builds the image of a run: they come before those
 * of its ranks.
 */
export const BUILDER = -1;

/** How far a reader has come: bytes read of each rank's log and events. */
export const Cursor = z.object({
  logs: z.record(z.string(), z.int()),
  events: z.record(z.string(), z.int())
});
export type Cursor = z.infer<typeof Cursor>;

/** What a follower of a run sees, in order. */
export const Followed = z.discriminatedUnion('kind', [
  /** The run as it is now: first item, then after every change. */
  z.object({ kind: z.literal('run'), run: Run }),
  /** One line of output, without its line end. `end`: cursor after it. */
  z.object({
    kind: z.literal('log'),
    /** Or `BUILDER`. */
    rank: z.int(),
    /** Milliseconds since the epoch when the line was seen. */
    time: z.number(),
    text: z.string(),
    end: z.int()
  }),
  /** One event of the runner. `end`: cursor after it. */
  z.object({
    kind: z.literal('event'),
    rank: z.int(),
    event: RunnerEvent,
    end: z.int()
  })
]);
export type Followed = z.infer<typeof Followed>;
