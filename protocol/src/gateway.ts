/**
 * The gateway over HTTP: bodies and answers of the paths in `routes.ts`. Every answer
 * carries the protocol version in `PROTOCOL_HEADER`; a failed request answers
 * `ErrorAnswer` with the status of its row in the error table.
 */
import * as z from 'zod/mini';
import { Followed, OutputFile, Run } from './run.js';
import { Plan } from './plan.js';
import { Problem } from './problem.js';
import { RunnerEvent } from './events.js';
import { Settings } from './settings.js';

export const HealthAnswer = z.object({
  /** Version of the product. */
  version: z.string(),
  protocol: z.int(),
  /** Where `local` runs are kept. */
  home: z.string()
});
export type HealthAnswer = z.infer<typeof HealthAnswer>;

export const PlanBody = z.object({
  /** Path of the notebook below the Jupyter server's root folder. */
  path: z.string(),
  /** The notebook as it is in the editor, when it is newer than the file. */
  text: z.exactOptional(z.string()),
  settings: Settings
});
export type PlanBody = z.infer<typeof PlanBody>;

export const PlanAnswer = z.object({
  plan: Plan,
  /** No check failed. */
  ready: z.boolean(),
  /** The converted script; absent for whole notebooks and `.py` files. */
  script: z.exactOptional(z.string())
});
export type PlanAnswer = z.infer<typeof PlanAnswer>;

/** A plan, and whether to look into its image wherever that is. */
export const PackagesBody = z.object({
  ...PlanBody.shape,
  /** @default only where an administrator or this computer names the registry */
  look: z.exactOptional(z.boolean())
});
export type PackagesBody = z.infer<typeof PackagesBody>;

/** A plan, and the manifest of its workload as somebody has edited it. */
export const EditedBody = z.object({
  ...PlanBody.shape,
  /** YAML. */
  manifest: z.string()
});
export type EditedBody = z.infer<typeof EditedBody>;

/** What was done for a run's image before it is asked for. */
export const Prepared = z.enum(['nothing', 'opened', 'pushed']);
export type Prepared = z.infer<typeof Prepared>;

/** Code without a `text` is that of a saved notebook: only that may be pushed. */
export const PrepareBody = z.object({
  ...PlanBody.shape,
  /** Hosts of registries that may be prepared for. */
  registries: z.array(z.string())
});
export type PrepareBody = z.infer<typeof PrepareBody>;

export const PrepareAnswer = z.object({ prepared: Prepared });
export type PrepareAnswer = z.infer<typeof PrepareAnswer>;

/** A notebook for which nothing is to be prepared any more. */
export const DiscardBody = z.object({ path: z.string() });
export type DiscardBody = z.infer<typeof DiscardBody>;

export const LaunchBody = z.object({
  ...PlanBody.shape,
  /** Chosen by the page: a repeated request starts one run. */
  id: z.string()
});
export type LaunchBody = z.infer<typeof LaunchBody>;

export const RerunBody = z.object({
  id: z.string(),
  parameters: z.record(z.string(), z.unknown())
});
export type RerunBody = z.infer<typeof RerunBody>;

export const RunAnswer = z.object({ run: Run });
export type RunAnswer = z.infer<typeof RunAnswer>;

export const RunsAnswer = z.object({
  /** Newest first. */
  runs: z.array(Run)
});
export type RunsAnswer = z.infer<typeof RunsAnswer>;

export const RunDetail = z.object({
  run: Run,
  /** Absent of a run that another tool started. */
  plan: z.exactOptional(Plan),
  outputs: z.array(OutputFile),
  /** Failures, last of each rank first: what the failure view shows. */
  failures: z.array(z.object({ rank: z.int(), event: RunnerEvent }))
});
export type RunDetail = z.infer<typeof RunDetail>;

/** What a program that follows a run reads; a stream without either of the last two was cut. */
export const FollowLine = z.union([
  Followed,
  /** The run has ended and all of it was sent. */
  z.object({ kind: z.literal('complete') }),
  z.object({ kind: z.literal('problem'), problem: Problem })
]);
export type FollowLine = z.infer<typeof FollowLine>;

/** What a gateway says of itself in a file for the programs of its user. */
export const GatewayAddress = z.object({
  /** Path of its socket. */
  socket: z.string(),
  secret: z.string(),
  /** Absolute path of the folder it serves. */
  root: z.string(),
  version: z.string(),
  protocol: z.int()
});
export type GatewayAddress = z.infer<typeof GatewayAddress>;

export const ErrorAnswer = z.object({ problem: Problem });
export type ErrorAnswer = z.infer<typeof ErrorAnswer>;
